import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { formatDay } from '#shared/dates.ts';
import type { ContributionId } from '#shared/ids.ts';
import { openingOf } from '../../../model.ts';

/** A document whose day comes. */
export interface DocumentToReview {
  readonly id: ContributionId;
  readonly slug: string;
  readonly title: string;
  /** « du Réseau des Trois Confluents » */
  readonly territory: string;
  /** A civil day. */
  readonly expiresOn: string;
  /** That day has passed. */
  readonly isLate: boolean;
}

export interface Reviewer {
  readonly email: string;
  readonly name: string;
  /** She animates the network, and whoever shared it is gone. */
  readonly instead: boolean;
}

/** Asks whether a document is still good, once for each day it was given. */
export function composeReview(
  { id, slug, title, territory, expiresOn, isLate }: DocumentToReview,
  { email, name, instead }: Reviewer
): Mail {
  const unsubscribeUrl = unsubscribeAddress(email, 'document-review');
  const when = isLate
    ? `devait être revu avant le ${formatDay(expiresOn)}`
    : `est à revoir avant le ${formatDay(expiresOn)}`;
  return {
    kind: 'document-review',
    to: { address: email, name },
    subject: `À revoir\u00a0: ${title}`,
    unsubscribeUrl,
    about: `contribution:${id}`,
    dedupeKey: `document-review:${id}:${expiresOn}:${email.toLowerCase()}`,
    ...renderMail({
      greeting: name ? `Bonjour ${name},` : 'Bonjour,',
      paragraphs: [
        instead
          ? `Le document «\u00a0${title}\u00a0», partagé avec le réseau ${territory}, ${when}. La personne qui l’avait déposé n’est plus du réseau\u00a0: à vous de voir s’il reste.`
          : `Votre document «\u00a0${title}\u00a0», partagé avec le réseau ${territory}, ${when}.`,
        instead
          ? 'Vous pouvez le retirer, en disant pourquoi.'
          : 'Est-il toujours bon\u00a0? Sur sa page, un bouton le dit pour un an\u00a0; vous pouvez aussi déposer la nouvelle version, ou le retirer.'
      ],
      action: {
        label: 'Voir le document',
        url: siteAddress(openingOf(`/partage/documents/${slug}`))
      },
      notes: ['Passé ce jour, il reste lisible, avec la mention «\u00a0à revoir\u00a0».'],
      unsubscribeUrl
    })
  };
}
