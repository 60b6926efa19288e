import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { formatDay } from '#shared/dates.ts';
import { prolongToken, type Keeper } from './queries.ts';
import type { ContributionId } from '#shared/ids.ts';
import { openingOf } from '../../model.ts';

/** Tells that an opportunity will soon be shown no more, and how to keep it. Once for a last day. */
export function expiryMail(
  to: Keeper,
  {
    id,
    slug,
    title,
    expiresOn
  }: { id: ContributionId; slug: string; title: string; expiresOn: string }
): Mail {
  const { text, html } = renderMail({
    greeting: to.name ? `Bonjour ${to.name},` : 'Bonjour,',
    paragraphs: [
      `Votre annonce «\u00a0${title}\u00a0» sera lue jusqu’au ${formatDay(expiresOn)}, puis retirée d’elle-même.`,
      'Elle est pourvue\u00a0? Ne faites rien. Elle tient toujours\u00a0? Un geste la garde deux mois de plus.'
    ],
    action: {
      label: 'Garder l’annonce deux mois de plus',
      url: siteAddress(`/prolonger/${prolongToken(id, expiresOn)}`)
    },
    notes: [
      `La relire ou la corriger\u00a0: ${siteAddress(openingOf(`/partage/opportunites/${slug}`))}`
    ]
  });
  return {
    kind: 'opportunity-expiry',
    to: { address: to.email, name: to.name },
    subject: `«\u00a0${title}\u00a0»\u00a0: votre annonce tient-elle toujours\u00a0?`,
    about: `contribution:${id}`,
    dedupeKey: `opportunity-expiry:${id}:${expiresOn}:${to.id}`,
    text,
    html
  };
}
