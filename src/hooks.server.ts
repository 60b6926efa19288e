import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { whoAsks } from '#app/session.ts';
import { doorOf } from '#domain/identity/rules.ts';
import { database, leaveReplica, readingDatabase } from '#server/db/current.ts';
import { outageOf } from '#server/db/outage.ts';
import { environment } from '#server/env.ts';
import { isNoText, readAsText } from '#server/http/form-text.ts';
import { answerOutage } from '#server/http/outage.ts';
import { readsPages } from '#server/http/plain-page.ts';
import { answerRefusal, hasWords } from '#server/http/refusal.ts';
import { securityHeaders, withBasemap } from '#server/http/security-headers.ts';
import { copyForm, readTyped } from '#server/http/typed-form.ts';
import { log } from '#server/log.ts';
import { currentTrace, nameRoute, newTrace } from '#server/trace.ts';
import { DomainError, Forbidden } from '#shared/errors.ts';
import { parseTheme, THEME_COOKIE, writeTheme } from '#ui/theme.ts';
import { setCookies } from '#server/http/cookies.ts';

/** Set for a moment by who writes. */
const HAS_WRITTEN = 'maillage-ecrit';

export const handle: Handle = async ({ event, resolve }) => {
  nameRoute(event.route.id);
  event.locals.requestId = (currentTrace() ?? newTrace()).id;
  event.locals.db = database();
  const response = await answer(event, resolve);
  for (const [name, value] of Object.entries(
    securityHeaders(event.url.protocol === 'https:', event.url.pathname)
  )) {
    response.headers.set(name, value);
  }
  const policy = response.headers.get('content-security-policy');
  if (policy)
    response.headers.set('content-security-policy', withBasemap(policy, environment().basemap));
  // What is shown to a person is hers: neither a proxy nor the next person at this computer finds it again.
  if (event.locals.session) response.headers.set('cache-control', 'private, no-store');
  return response;
};

/** Whoever asks while the database is away, or sends what she may no longer send, loses nothing of what she typed. */
async function answer(
  event: RequestEvent,
  resolve: Parameters<Handle>[0]['resolve']
): Promise<Response> {
  const { locals, request } = event;
  const copy = copyForm(request);
  readAsText(request);
  try {
    await recognise(event);
    chooseReading(event);
    const atDoor = await guard(event, copy);
    if (atDoor) return atDoor;
    const theme = parseTheme(event.cookies.get(THEME_COOKIE));
    const response = await resolve(event, {
      transformPageChunk: ({ html }) => writeTheme(html, theme)
    });
    if (!locals.outage) return (await giveBack(event, response, copy)) ?? response;
  } catch (error) {
    locals.outage = outageOf(error) ?? undefined;
    if (!locals.outage) throw error;
    tellOutage(event, error);
  }
  if (locals.db !== database()) {
    // Asked again, it is read elsewhere.
    leaveReplica();
    return new Response(null, { status: 307, headers: { location: request.url } });
  }
  return answerOutage(locals.outage, request, await readTyped(copy), locals.requestId);
}

async function recognise({ cookies, locals, request, getClientAddress }: RequestEvent) {
  locals.address = getClientAddress();
  locals.client = {
    cookie: request.headers.get('cookie') ?? '',
    userAgent: request.headers.get('user-agent') ?? '',
    address: locals.address
  };
  const asking = await whoAsks(locals.db, locals.client, request.method);
  locals.actor = asking.actor;
  locals.session = asking.session;
  setCookies(cookies, asking.cookies);
}

/**
 * What a visitor reads may come from a replica, a few seconds old; not for who has just written, and would not find it.
 */
function chooseReading({ cookies, locals, request }: RequestEvent): void {
  const reading = readingDatabase();
  if (reading === locals.db) return;
  if (request.method !== 'GET' && request.method !== 'HEAD')
    cookies.set(HAS_WRITTEN, '1', { path: '/', maxAge: 30, secure: environment().origin !== null });
  else if (!locals.session && !cookies.get(HAS_WRITTEN)) locals.db = reading;
}

/**
 * The doors of groups of pages; what each page shows and does is decided again in its domain.
 * @returns what is told to who does not enter; null when she does.
 */
async function guard(event: RequestEvent, copy: Request | null): Promise<Response | null> {
  const { locals, request, url } = event;
  const door = doorOf(url.pathname, environment().demo !== 'off');
  if (!door || door.opens(locals.actor)) return null;
  const isVisitor = locals.actor.kind === 'visitor';
  const typed = await readTyped(copy);
  if (isVisitor && !(readsPages(request) && hasWords(typed))) {
    const back = request.method === 'GET' ? url.pathname + url.search : url.pathname;
    redirect(303, `/connexion?suite=${encodeURIComponent(back)}`);
  }
  if (!readsPages(request)) throw new Forbidden(door.refusal);
  const refusal = { status: 403, message: door.refusal };
  return answerRefusal({ refusal, typed, isVisitor, requestId: locals.requestId });
}

/** The words of a form that a page refused by throwing: the page that says so would not show them. */
async function giveBack(
  { locals, request }: RequestEvent,
  response: Response,
  copy: Request | null
): Promise<Response | null> {
  const { actor, refusal, requestId } = locals;
  if (!copy || refusal?.status !== response.status || !readsPages(request)) return null;
  const typed = await readTyped(copy);
  if (!hasWords(typed)) return null;
  return answerRefusal({ refusal, typed, isVisitor: actor.kind === 'visitor', requestId });
}

const FRAMEWORK_MESSAGES: Readonly<Record<number, string>> = {
  404: 'Cette page n’existe pas, ou n’existe plus.',
  405: 'Cette adresse ne se demande pas de cette façon.',
  413: 'Cet envoi est trop volumineux. Rien n’a été enregistré.'
};

const NO_SUCH_TEXT =
  'Cette adresse, ou cet envoi, contient un caractère qui n’est d’aucun texte. Rien n’a été enregistré.';

/** The one place where what the application throws becomes an HTTP status and a sentence. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const { requestId } = event.locals;
  if (kind === 'app') {
    event.locals.refusal = error;
    return { requestId };
  }
  if (error instanceof DomainError) {
    const { status, message } = error;
    event.locals.refusal = { status, message };
    return { status, message, requestId };
  }
  if (kind === 'framework' || kind === 'validation') {
    return { message: FRAMEWORK_MESSAGES[error.status] ?? error.message, requestId };
  }
  if (isNoText(error)) return { status: 400, message: NO_SUCH_TEXT, requestId };
  const outage = outageOf(error);
  if (outage) {
    event.locals.outage = outage;
    tellOutage(event, error);
    return { status: 503, message: 'La base de données ne répond pas.', requestId };
  }
  log.error(
    { err: error, requestId, method: event.request.method, route: event.route.id },
    'request failed'
  );
  return {
    message: `Une erreur est survenue de notre côté. Rien de ce que vous avez fait n’est en cause. Référence à donner\u00a0: ${requestId}.`,
    requestId
  };
};

/** One line, without its stack: for as long as it lasts, each request says the same. */
function tellOutage({ locals, route }: RequestEvent, error: unknown): void {
  const { outage, requestId } = locals;
  log.warn({ outage, why: String(error), requestId, route: route.id }, 'database away');
}
