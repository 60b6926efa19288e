import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import type { ReplyId } from '#shared/ids.ts';
import type { ContributionSummary } from '../../../model.ts';
import { openingOf, pageOf } from '../../../model.ts';
import type { ReplyKind } from '../../../replies.ts';

/** What was done, by kind of reply: « Inès Essai a répondu à votre question ». */
const DID: Readonly<Record<Exclude<ReplyKind, 'news'>, string>> = {
  answer: 'a répondu à votre question',
  comment: 'a écrit à propos de',
  review: 'a laissé une remarque de relecture sur'
};

/**
 * Tells who wrote something that somebody replied: once a day about each at most. The words are on the page, so that
 * what is taken back is nowhere else.
 * @param day - the civil day it is.
 */
export function composeReplied(
  to: { readonly id: string; readonly name: string; readonly email: string },
  contribution: Pick<ContributionSummary, 'id' | 'kind' | 'slug' | 'title'>,
  {
    by,
    kind,
    reply,
    day
  }: {
    readonly by: string;
    readonly kind: Exclude<ReplyKind, 'news'>;
    readonly reply: ReplyId;
    readonly day: string;
  }
): Mail {
  const unsubscribeUrl = unsubscribeAddress(to.email, 'reply');
  const what = `${by} ${DID[kind]} «\u00a0${contribution.title}\u00a0».`;
  return {
    kind: 'reply',
    to: { address: to.email, name: to.name },
    subject:
      kind === 'answer'
        ? `Une réponse à votre question\u00a0: ${contribution.title}`
        : `On vous écrit à propos de\u00a0: ${contribution.title}`,
    unsubscribeUrl,
    about: `replies:${reply}`,
    dedupeKey: `reply:${contribution.id}:${to.id}:${day}`,
    ...renderMail({
      greeting: to.name ? `Bonjour ${to.name},` : 'Bonjour,',
      paragraphs: [what],
      action: { label: 'Lire', url: siteAddress(openingOf(`${pageOf(contribution)}#fil-${kind}`)) },
      notes: [
        'Un message par jour au plus à ce propos\u00a0: d’autres réponses sont peut-être arrivées depuis.'
      ],
      unsubscribeUrl
    })
  };
}
