import type { Event } from '#domain/events/model.ts';
import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { describeCancellation, paragraphsOf, type MessageInput } from '../../messages.ts';
import { registrationLink } from '../links/queries.ts';
import { TAKES_AWAY } from '../letters/mails.ts';
import type { Concerned, Recipient } from './recipients/queries.ts';

/** News from the organiser to somebody who is registered. */
export function composeNews(
  event: Pick<Event, 'slug' | 'title'>,
  { address, name, place }: Recipient,
  { subject, body, message }: MessageInput & { readonly message: number }
): Mail {
  const unsubscribeUrl = unsubscribeAddress(address, 'event-news');
  return {
    kind: 'event-news',
    to: { address, name },
    subject,
    unsubscribeUrl,
    dedupeKey: `event-news:${message}:${address}`,
    ...renderMail({
      greeting: greeting(name),
      paragraphs: paragraphsOf(body),
      action: place
        ? { label: 'Voir ma place', url: siteAddress(registrationLink(place.id, place.version)) }
        : { label: 'Voir la rencontre', url: siteAddress(`/rencontres/${event.slug}`) },
      notes: [`Vous recevez ce message parce que vous êtes inscrit·e à « ${event.title} ».`],
      unsubscribeUrl
    })
  };
}

/** An edition does not take place: said once to each person. */
export function composeCancellation(
  event: Event,
  { address, name, registration }: Concerned,
  reason: string
): Mail {
  const held = event.startsAt && event.endsAt ? registration : null;
  return {
    kind: 'event-cancellation',
    to: { address, name },
    subject: `Annulation : ${event.title}`,
    urgent: true,
    dedupeKey: `event-cancellation:${event.id}:${address}`,
    ...(held && { attachment: { kind: 'registration-cancellation', id: held } }),
    ...renderMail({
      greeting: greeting(name),
      paragraphs: describeCancellation(event, reason),
      action: {
        label: 'Voir la page de la rencontre',
        url: siteAddress(`/rencontres/${event.slug}`)
      },
      ...(held && { notes: [TAKES_AWAY] })
    })
  };
}

function greeting(name: string): string {
  return name ? `Bonjour ${name},` : 'Bonjour,';
}
