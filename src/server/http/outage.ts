import type { Outage } from '#server/db/outage.ts';
import { answerPlainly, readsPages, sendAgain, showTyped } from './plain-page.ts';
import type { TypedForm } from './typed-form.ts';

const WORDS: Readonly<Record<Outage, { readonly title: string; readonly then: string }>> = {
  away: {
    title: 'Maillage revient dans un instant',
    then: 'La base de données ne répond pas pour le moment. Tout repart seul dès qu’elle répond.'
  },
  full: {
    title: 'La place manque sur le serveur',
    then: 'On peut lire, mais plus rien écrire. La personne qui héberge Maillage doit libérer de la place.'
  },
  'read-only': {
    title: 'On ne peut que lire pour le moment',
    then: 'Ce serveur ne prend aucune écriture\u00a0: une maintenance est sans doute en cours.'
  }
};
/** In seconds: a database that restarts is back sooner. */
const RETRY_AFTER = 10;

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
  const headers = { 'retry-after': String(RETRY_AFTER) };
  const { title, then } = WORDS[outage];
  if (!readsPages(request)) {
    const detail = `${title}. ${then}`;
    const body = { type: 'about:blank', title: 'Indisponible', status: 503, detail, requestId };
    const type = { 'cache-control': 'no-store', 'content-type': 'application/problem+json' };
    return Response.json(body, { status: 503, headers: { ...headers, ...type } });
  }
  const isWriting = request.method !== 'GET' && request.method !== 'HEAD';
  const parts = [
    saying(then, isWriting, typed !== null),
    typed
      ? sendAgain(typed)
      : isWriting
        ? ''
        : '<p><a class="do" href="">Recharger la page</a></p>',
    typed ? showTyped(typed) : ''
  ];
  return answerPlainly({ status: 503, title, parts, requestId, headers });
}

/** @param isKept - what was typed is in the page. */
function saying(then: string, isWriting: boolean, isKept: boolean): string {
  const next = !isWriting
    ? 'Rien de ce que vous aviez enregistré n’est perdu.'
    : isKept
      ? 'Votre envoi n’a pas abouti. Tout ce que vous avez écrit est encore dans cette page\u00a0: renvoyez-le dans un instant.'
      : 'Votre envoi n’a pas abouti. Revenez à la page précédente, puis renvoyez\u00a0: un fichier est à choisir à nouveau.';
  return `<p>${then}</p><p>${next}</p>`;
}
