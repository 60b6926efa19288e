import type { Outage } from '#server/db/outage.ts';
import { escapeMarkup } from '#shared/text.ts';

/** A form that could not be taken, to be sent again as it was. */
export interface TypedForm {
  /** Path and query that it was sent to. */
  readonly to: string;
  /** Names and texts, in their order; files are not kept. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

const WORDS: Readonly<Record<Outage, { readonly title: string; readonly then: string }>> = {
  away: {
    title: 'Maillage revient dans un instant',
    then: 'La base de données ne répond pas pour le moment.'
  },
  full: {
    title: 'La place manque sur le serveur',
    then: 'On peut lire, mais plus rien écrire. La personne qui héberge Maillage doit libérer de la place.'
  },
  'read-only': {
    title: 'On ne peut que lire pour le moment',
    then: 'Ce serveur ne prend aucune écriture : une maintenance est sans doute en cours.'
  }
};
/** In seconds: a database that restarts is back sooner. */
const RETRY_AFTER = 10;

const FORM = /^application\/x-www-form-urlencoded\b/;

/**
 * A second copy of a form, made before the page reads the first, to be given back should the page fail. Null for
 * anything else: files are too heavy to be kept twice.
 */
export function copyForm(request: Request): Request | null {
  const isForm = request.method === 'POST' && FORM.test(request.headers.get('content-type') ?? '');
  return isForm ? request.clone() : null;
}

/** What is in a copy made by `copyForm`. */
export async function readTyped(copy: Request | null): Promise<TypedForm | null> {
  if (!copy) return null;
  const { pathname, search } = new URL(copy.url);
  return { to: pathname + search, fields: [...new URLSearchParams(await copy.text())] };
}

/**
 * What is answered for as long as the database is away: 503, in words to a person, as a problem (RFC 9457) to a
 * program. What was typed is in the page, to be sent again in one gesture: whether it was written is unknown when the
 * connection is lost as it ends, so nothing is said of it.
 */
export function answerOutage(
  outage: Outage,
  request: Request,
  typed: TypedForm | null,
  requestId: string
): Response {
  const headers = { 'retry-after': String(RETRY_AFTER), 'cache-control': 'no-store' };
  const { title, then } = WORDS[outage];
  if (!(request.headers.get('accept') ?? '').includes('text/html')) {
    const detail = `${title}. ${then}`;
    const body = { type: 'about:blank', title: 'Indisponible', status: 503, detail, requestId };
    return Response.json(body, {
      ...{ status: 503, headers: { ...headers, 'content-type': 'application/problem+json' } }
    });
  }
  const isWriting = request.method !== 'GET' && request.method !== 'HEAD';
  const body = page(title, [
    saying(then, isWriting, typed !== null),
    typed ? again(typed) : isWriting ? '' : '<p><a href="">Recharger la page</a></p>',
    `<p class="code">Erreur 503 · demande ${escapeMarkup(requestId)}</p>`
  ]);
  const policy =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  return new Response(body, {
    status: 503,
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy
    }
  });
}

/** @param isKept - what was typed is in the page. */
function saying(then: string, isWriting: boolean, isKept: boolean): string {
  const next = !isWriting
    ? 'Rien de ce que vous aviez enregistré n’est perdu.'
    : isKept
      ? 'Votre envoi n’a pas abouti. Tout ce que vous avez écrit est encore dans cette page : renvoyez-le dans un instant.'
      : 'Votre envoi n’a pas abouti. Revenez à la page précédente, puis renvoyez : un fichier est à choisir à nouveau.';
  return `<p>${then}</p><p>${next}</p>`;
}

function again({ to, fields }: TypedForm): string {
  const inputs = fields
    // A text of several lines loses its lines in an input.
    .map(
      ([name, value]) =>
        `<textarea hidden name="${escapeMarkup(name)}">\n${escapeMarkup(value)}</textarea>`
    )
    .join('\n');
  return `<form method="post" action="${escapeMarkup(to)}">${inputs}<button>Renvoyer</button></form>`;
}

function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="fr">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} — Maillage</title>
    <link rel="stylesheet" href="/erreur.css" />
  </head>
  <body>
    <main>
      <p class="name">Maillage</p>
      <h1>${title}</h1>
      ${parts.join('\n')}
    </main>
  </body>
</html>
`;
}
