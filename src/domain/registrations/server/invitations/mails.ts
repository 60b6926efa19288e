import type { Event } from '#domain/events/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { paragraphsOf, type MessageInput } from '../../messages.ts';

/** To whom an invitation goes. */
export interface Invited {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  /** Of its link. */
  readonly token: string;
  /** 0: the invitation; then each relaunch. */
  readonly round: number;
}

/** An invitation to an edition, or its relaunch: the two links, and the way out. */
export function composeEventInvitation(
  event: Pick<Event, 'slug' | 'territory'>,
  { id, email, name, token, round }: Invited,
  { subject, body }: MessageInput
): Mail {
  const unsubscribeUrl = unsubscribeAddress(email, 'event-invitation');
  return {
    kind: 'event-invitation',
    to: { address: email, name },
    subject,
    unsubscribeUrl,
    dedupeKey: `event-invitation:${id}:${round}`,
    ...renderMail({
      greeting: name ? `Bonjour ${name},` : 'Bonjour,',
      paragraphs: paragraphsOf(body),
      action: {
        label: 'M’inscrire',
        url: siteAddress(`/rencontres/${event.slug}/inscription?invitation=${token}`)
      },
      notes: [
        `Vous ne pourrez pas venir ? Dites-le ici :\n${siteAddress(`/invitation-rencontre/${token}`)}`,
        `Cette invitation vous est adressée par le réseau « ${event.territory.name} ». Elle vous est personnelle : ne transférez pas ce lien.`
      ],
      unsubscribeUrl
    })
  };
}
