import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { civilTime, formatDay, formatWhen } from '#shared/dates.ts';
import type { PollGuestId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import type { Event } from '../../model.ts';
import type { Poll, Slot } from '../../poll.ts';
import { pollLink } from './guests/queries.ts';

/** To whom a message of a poll goes. */
export interface Addressee {
  readonly id: PollGuestId;
  readonly email: string;
  readonly name: string;
  readonly linkVersion: number;
}

type Asking = Pick<Event, 'title' | 'timeZone' | 'territory'>;

/** « Quand nous retrouver ? »: one link, no account. */
export function invitationMail(event: Asking, poll: Poll, guest: Addressee): Mail {
  const content = compose(event, poll, guest, [
    `${event.territory.name} : « ${event.title} » se prépare, et nous cherchons la date qui conviendra au plus grand nombre.`,
    ...(poll.message ? [poll.message] : []),
    `${plural(poll.slots.length, 'créneau est proposé', 'créneaux sont proposés')}. Une minute suffit pour répondre, sans compte ni mot de passe.`
  ]);
  return {
    ...addressed(guest),
    kind: 'date-poll',
    subject: `Quand nous retrouver ? ${event.title}`,
    ...content,
    dedupeKey: `date-poll:${poll.id}:${guest.id}:${guest.linkVersion}`
  };
}

/** To those who have not answered. @param round - the same twice is written once. */
export function reminderMail(event: Asking, poll: Poll, guest: Addressee, round: string): Mail {
  const content = compose(event, poll, guest, [
    `Nous n’avons pas encore vos disponibilités pour « ${event.title} ».`,
    `Même si aucun des ${plural(poll.slots.length, 'créneau', 'créneaux')} ne vous convient, le dire nous aide à choisir.`
  ]);
  return {
    ...addressed(guest),
    kind: 'date-poll',
    subject: `Rappel — Quand nous retrouver ? ${event.title}`,
    ...content,
    dedupeKey: `date-poll-reminder:${poll.id}:${guest.id}:${round}`
  };
}

/** The date is fixed: to everybody who was asked, whatever she answered. */
export function dateFixedMail(event: Asking, poll: Poll, chosen: Slot, guest: Addressee): Mail {
  const when = formatWhen(chosen.startsAt, chosen.endsAt, event.timeZone);
  const content = renderMail({
    greeting: greet(guest),
    paragraphs: [
      `La date de « ${event.title} » est fixée :\n${when}.`,
      'La page ci-dessous donne de quoi l’ajouter à votre agenda. Merci d’avoir aidé à choisir.'
    ],
    action: { label: 'Voir la date', url: siteAddress(pollLink(guest.id, guest.linkVersion)) },
    notes: [HIDDEN],
    unsubscribeUrl: unsubscribeAddress(guest.email, 'date-poll')
  });
  return {
    ...addressed(guest),
    kind: 'date-poll-closed',
    subject: `Date fixée : ${event.title}, ${formatDay(civilTime(chosen.startsAt, event.timeZone))}`,
    ...content,
    dedupeKey: `date-poll-closed:${poll.id}:${guest.id}`
  };
}

const HIDDEN =
  'Chacun reçoit son propre message : votre adresse n’est montrée à personne. Le lien est le vôtre, ne le transférez pas.';

function compose(
  { timeZone }: Asking,
  { closesAt }: Poll,
  guest: Addressee,
  paragraphs: readonly string[]
) {
  const until = closesAt
    ? [`Réponse possible jusqu’au ${formatDay(civilTime(closesAt, timeZone))}.`]
    : [];
  return renderMail({
    greeting: greet(guest),
    paragraphs: [...paragraphs, ...until],
    action: {
      label: 'Donner mes disponibilités',
      url: siteAddress(pollLink(guest.id, guest.linkVersion))
    },
    notes: [HIDDEN],
    unsubscribeUrl: unsubscribeAddress(guest.email, 'date-poll')
  });
}

function greet({ name }: Addressee): string {
  return name ? `Bonjour ${name},` : 'Bonjour,';
}

function addressed({ email, name }: Addressee) {
  return {
    to: { address: email, name },
    unsubscribeUrl: unsubscribeAddress(email, 'date-poll')
  };
}
