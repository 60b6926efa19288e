import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { formatDate } from '#shared/dates.ts';
import type { ContributionId, PersonId } from '#shared/ids.ts';
import { enumerate } from '#shared/text.ts';
import { WAIT_DAYS } from '../../questions.ts';
import { openingOf } from '../../model.ts';

export interface Addressee {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
}

/** A question nobody has answered. Its words are on its page: what is hidden there meanwhile is nowhere else. */
export interface WaitingQuestion {
  readonly id: ContributionId;
  readonly slug: string;
  readonly title: string;
  /** Who asks it; '' when her account is gone. */
  readonly asker: string;
}

const greet = (name: string) => (name ? `Bonjour ${name},` : 'Bonjour,');
const said = ({ asker, title }: WaitingQuestion) =>
  `${asker || 'Une personne de votre réseau'} demande\u00a0: «\u00a0${title}\u00a0»`;
const sayDay = (day: string) => formatDate(new Date(`${day}T00:00:00Z`), 'UTC');

/** Asks somebody who may know. @param because - why it is she. @param until - the last civil day of the link. */
export function composeCall(
  { id, name, email }: Addressee,
  question: WaitingQuestion,
  {
    address,
    because,
    until
  }: { readonly address: string; readonly because: readonly string[]; readonly until: string }
): Mail {
  const unsubscribeUrl = unsubscribeAddress(email, 'question-call');
  return {
    kind: 'question-call',
    to: { address: email, name },
    subject: `Vous savez peut-être\u00a0: ${question.title}`,
    unsubscribeUrl,
    about: `contribution:${question.id}`,
    dedupeKey: `question-call:${question.id}:${id}`,
    ...renderMail({
      greeting: greet(name),
      paragraphs: [
        said(question),
        `Personne n’a répondu depuis ${WAIT_DAYS} jours. Nous vous écrivons parce que ${enumerate(because)}.`,
        'Une piste, un nom de structure\u00a0: trois lignes suffisent. Et si vous ne savez pas, laissez ce message\u00a0: personne ne sait à qui il a été envoyé, sauf l’équipe d’animation.'
      ],
      action: { label: 'Répondre', url: address },
      notes: [
        `Ce lien répond à cette question seulement, en votre nom, sans vous connecter, jusqu’au ${sayDay(until)}. Ne le transférez pas.`,
        'Vous ne recevez pas plus d’un message comme celui-ci par semaine.'
      ],
      unsubscribeUrl
    })
  };
}

/** Tells an animator that a question waits, and who else was asked. */
export function composeWaiting(
  { id, name, email }: Addressee,
  question: WaitingQuestion,
  { address, asked }: { readonly address: string; readonly asked: readonly string[] }
): Mail {
  const unsubscribeUrl = unsubscribeAddress(email, 'question-waiting');
  return {
    kind: 'question-waiting',
    to: { address: email, name },
    subject: `Sans réponse depuis ${WAIT_DAYS} jours\u00a0: ${question.title}`,
    unsubscribeUrl,
    about: `contribution:${question.id}`,
    dedupeKey: `question-waiting:${question.id}:${id}`,
    ...renderMail({
      greeting: greet(name),
      paragraphs: [
        said(question),
        asked.length > 0
          ? `Nous écrivons aussi à ${enumerate(asked)}, qui pourraient savoir.`
          : 'Nous n’avons trouvé personne qui pourrait savoir d’après les thèmes\u00a0: vous, peut-être\u00a0?',
        'Répondez, ou passez-la à quelqu’un que vous connaissez.'
      ],
      action: { label: 'Répondre', url: address },
      notes: [
        `La page de la question\u00a0: ${siteAddress(openingOf(`/partage/questions/${question.slug}`))}`
      ],
      unsubscribeUrl
    })
  };
}
