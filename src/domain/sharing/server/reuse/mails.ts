import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { formatDate } from '#shared/dates.ts';
import type { ContributionId, ReuseId } from '#shared/ids.ts';
import { openingOf } from '../../model.ts';
import { ANSWER_DAYS } from '../../reuse.ts';
import { reuseAddress } from './links/queries.ts';

export interface ReuseToAsk {
  readonly id: ReuseId;
  readonly linkVersion: number;
  readonly createdAt: Date;
  readonly person: { readonly name: string; readonly email: string };
  readonly experience: {
    readonly id: ContributionId;
    readonly title: string;
    readonly slug: string;
  };
}

/** Six months later: what became of it. Once a re-use. */
export function composeReuseNews({
  id,
  linkVersion,
  createdAt,
  person,
  experience
}: ReuseToAsk): Mail {
  const unsubscribeUrl = unsubscribeAddress(person.email, 'reuse-news');
  return {
    kind: 'reuse-news',
    to: { address: person.email, name: person.name },
    subject: `Qu’est devenu « ${experience.title} » chez vous ?`,
    unsubscribeUrl,
    about: `contribution:${experience.id}`,
    dedupeKey: `reuse-news:${id}`,
    ...renderMail({
      greeting: person.name ? `Bonjour ${person.name},` : 'Bonjour,',
      paragraphs: [
        `Le ${formatDate(createdAt)}, vous avez dit reprendre «\u00a0${experience.title}\u00a0». Qu’est-ce que cela a donné\u00a0?`,
        'Deux phrases suffisent, y compris si vous avez arrêté\u00a0: c’est ce qui aidera les suivants à choisir.'
      ],
      action: { label: 'Dire ce que c’est devenu', url: reuseAddress(id, linkVersion) },
      notes: [
        `Ce lien est le vôtre, et répond sans vous connecter pendant ${ANSWER_DAYS} jours. Cette question ne vous sera posée qu’une fois.`,
        `Relire le retour d’expérience\u00a0: ${siteAddress(openingOf(`/partage/experiences/${experience.slug}`))}`
      ],
      unsubscribeUrl
    })
  };
}
