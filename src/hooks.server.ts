import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { randomUUID } from 'node:crypto';
import { operator, VISITOR, type Actor } from '#domain/identity/model.ts';
import { database } from '#server/db/current.ts';
import { environment } from '#server/env.ts';
import { securityHeaders } from '#server/http/security-headers.ts';
import { log } from '#server/log.ts';
import { DomainError, Forbidden } from '#shared/errors.ts';
import { parseTheme, THEME_COOKIE, writeTheme } from '#ui/theme.ts';

export const handle: Handle = async ({ event, resolve }) => {
  event.locals.requestId = randomUUID();
  event.locals.db = database();
  event.locals.actor = whoAsks();
  guard(event.url.pathname, event.locals.actor);
  const theme = parseTheme(event.cookies.get(THEME_COOKIE));
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => writeTheme(html, theme)
  });
  for (const [name, value] of Object.entries(securityHeaders(event.url.protocol === 'https:'))) {
    response.headers.set(name, value);
  }
  return response;
};

/** Until accounts exist, whoever reaches the demonstration runs it, and nobody else manages anything. */
function whoAsks(): Actor {
  return environment().demo === 'off' ? VISITOR : operator('démonstration');
}

function guard(path: string, actor: Actor): void {
  if (isManagement(path) && actor.kind !== 'operator') {
    throw new Forbidden('La gestion est réservée aux personnes qui animent le territoire.');
  }
}

function isManagement(path: string): boolean {
  return path === '/gestion' || path.startsWith('/gestion/');
}

const FRAMEWORK_MESSAGES: Readonly<Record<number, string>> = {
  404: 'Cette page n’existe pas, ou n’existe plus.',
  405: 'Cette adresse ne se demande pas de cette façon.',
  413: 'Cet envoi est trop volumineux. Rien n’a été enregistré.'
};

/** The one place where what the application throws becomes an HTTP status and a sentence. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'app') return;
  const { requestId } = event.locals;
  if (error instanceof DomainError)
    return { status: error.status, message: error.message, requestId };
  if (kind === 'framework' || kind === 'validation') {
    return { message: FRAMEWORK_MESSAGES[error.status] ?? error.message, requestId };
  }
  log.error(
    { err: error, requestId, method: event.request.method, route: event.route.id },
    'request failed'
  );
  return {
    message: 'Une erreur est survenue de notre côté. Rien de ce que vous avez fait n’est en cause.',
    requestId
  };
};
