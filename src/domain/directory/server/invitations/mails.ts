import { ROLE_NAMES } from '#domain/territory/membership.ts';
import type { Territory } from '#domain/territory/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { INVITATION_DAYS, type Guest, type InvitationInput } from '../../invitations.ts';

/**
 * Invites somebody into a network.
 * @param from - who invites; empty for the command line.
 */
export function composeInvitation(
  guest: Guest,
  territory: Pick<Territory, 'name'>,
  { role, message }: Pick<InvitationInput, 'role' | 'message'>,
  from: string,
  token: string
): Mail {
  const invites = from ? `${from} vous invite` : 'Vous êtes invité·e';
  return {
    kind: 'invitation',
    to: { address: guest.email, name: guest.name },
    subject: `${invites} à rejoindre le réseau « ${territory.name} »`,
    eraseOnceSent: true,
    ...renderMail({
      greeting: guest.name ? `Bonjour ${guest.name},` : 'Bonjour,',
      paragraphs: [
        `${invites} à rejoindre le réseau « ${territory.name} » (rôle : ${ROLE_NAMES[role].toLowerCase()}).`,
        ...(message ? [message] : []),
        'Maillage dit qui fait quoi, pour qui, où et avec qui : l’annuaire des structures, leurs périmètres, et les personnes qui les font vivre.'
      ],
      action: { label: 'Voir l’invitation', url: siteAddress(`/invitation/${token}`) },
      notes: [
        `Le lien est bon pendant ${INVITATION_DAYS} jours et n’engage à rien : c’est vous qui acceptez, sur la page.`,
        'Si ce message ne vous concerne pas, ne faites rien.'
      ]
    })
  };
}
