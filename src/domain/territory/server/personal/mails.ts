import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';

/** Tells an administrator that nobody leads a territory any more. */
export function orphanedTerritoryMail(
  to: { email: string; name: string },
  territory: { slug: string; name: string }
): Mail {
  const { text, html } = renderMail({
    greeting: `Bonjour ${to.name},`,
    paragraphs: [
      `Plus personne n’anime le territoire ${territory.name} : la dernière personne qui l’animait a effacé son compte.`,
      'D’ici là, les demandes pour le rejoindre et les signalements attendent. Nommez quelqu’un.'
    ],
    action: {
      label: 'Voir les membres du territoire',
      url: siteAddress(`/gestion/territoires/${territory.slug}/membres`)
    }
  });
  return {
    kind: 'territory-orphaned',
    to: { address: to.email, name: to.name },
    subject: `Plus personne n’anime ${territory.name}`,
    text,
    html
  };
}
