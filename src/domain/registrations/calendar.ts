/** What somebody who is registered keeps in her calendar: the edition, and each session she chose. */
import {
  cancellation,
  contact,
  editionEntry,
  entryUid,
  location,
  paragraphs,
  programmeText,
  type Site
} from '#domain/events/calendar/edition.ts';
import type { CalendarEntry } from '#domain/events/calendar/file.ts';
import type { Event } from '#domain/events/model.ts';
import type { Programme } from '#domain/events/programme.ts';
import type { InterviewSlotId } from '#shared/ids.ts';
import type { ChoiceStatus, Registration, SessionChoice } from './model.ts';

/** Where somebody stands, as her calendar needs it. */
export type HeldPlace = Pick<Registration, 'status' | 'rank' | 'calendarSequence' | 'choices'> & {
  readonly updatedAt: Date;
};

/** A quarter of an hour that somebody booked, or gives to somebody. */
export interface HeldInterview {
  readonly slot: InterviewSlotId;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly with: string;
  readonly place: string;
}

interface Day {
  readonly event: Event;
  readonly programme: Programme;
  readonly held: HeldPlace;
  readonly interviews?: readonly HeldInterview[];
}

/**
 * The entries of one registration; none until the edition has a date. The edition is the entry of its own file, so
 * that a calendar which has it already does not show it twice. A session she gave up stays, cancelled: a calendar
 * that holds it takes it away.
 *
 * The link « ma place » is in none: calendars are shown to colleagues, and whoever has it may cancel.
 */
export function registrationEntries(
  { event, programme, held, interviews = [] }: Day,
  site: Site
): CalendarEntry[] {
  const edition = editionEntry(event, site);
  if (!edition) return [];
  const sequence = event.calendarSequence + held.calendarSequence;
  const changedAt = event.updatedAt > held.updatedAt ? event.updatedAt : held.updatedAt;
  const common = { ...edition, sequence, changedAt };
  const gone = event.status === 'cancelled' || isGone(held.status);
  return [
    wholeEntry(common, { event, programme, held }),
    ...held.choices.flatMap((choice) => sessionEntry(common, { event, programme, choice })),
    ...interviews.map((interview) => interviewEntry(common, event, interview))
  ].map((entry) => (gone ? { ...entry, status: 'CANCELLED' as const } : entry));
}

function wholeEntry(
  common: CalendarEntry,
  { event, programme, held }: { event: Event; programme: Programme; held: HeldPlace }
): CalendarEntry {
  const givenUp = isGone(held.status) && event.status !== 'cancelled';
  return {
    ...common,
    status: standing(held.status),
    title: titled(event.title, held),
    description: paragraphs([
      ...cancellation(event),
      givenUp ? 'Inscription annulée.' : '',
      waiting(held),
      event.summary,
      connection(event, held),
      chosenText(held, programme, event.timeZone),
      contact(event),
      common.url
    ]),
    location: location(withoutLink(event, held))
  };
}

function sessionEntry(
  common: CalendarEntry,
  { event, programme, choice }: { event: Event; programme: Programme; choice: SessionChoice }
): CalendarEntry[] {
  const session = programme.sessions.find(({ id }) => id === choice.session);
  if (!session) return [];
  const room = programme.rooms.find(({ id }) => id === session.room)?.name ?? '';
  const place = location({ ...event.venue, onlineUrl: '' });
  return [
    {
      ...common,
      uid: entryUid('seance', session.id, common.url),
      status: standing(choice.status),
      busy: false,
      title: titled(session.title, choice),
      description: paragraphs([event.title, waiting(choice), session.materials, common.url]),
      location: [room, place].filter(Boolean).join(', '),
      startsAt: session.startsAt,
      endsAt: session.endsAt
    }
  ];
}

/** Given up, it is not in the file any more: a calendar that follows its address takes it away. */
function interviewEntry(
  common: CalendarEntry,
  event: Event,
  { slot, startsAt, endsAt, with: other, place }: HeldInterview
): CalendarEntry {
  return {
    ...common,
    uid: entryUid('entretien', slot, common.url),
    status: 'CONFIRMED',
    busy: true,
    title: `Entretien avec ${other}`,
    description: paragraphs([event.title, common.url]),
    location: [place, location({ ...event.venue, onlineUrl: '' })].filter(Boolean).join(', '),
    startsAt,
    endsAt
  };
}

function isGone(status: ChoiceStatus): boolean {
  return status === 'cancelled' || status === 'expired';
}

function standing(status: ChoiceStatus): CalendarEntry['status'] {
  if (isGone(status)) return 'CANCELLED';
  return status === 'confirmed' ? 'CONFIRMED' : 'TENTATIVE';
}

type Standing = Pick<SessionChoice, 'status' | 'rank'>;

function titled(title: string, { status }: Standing): string {
  if (status === 'waitlisted' || status === 'wished') return `${title} (liste d’attente)`;
  return status === 'offered' ? `${title} (place à confirmer)` : title;
}

function waiting({ status, rank }: Standing): string {
  if (status === 'waitlisted' || status === 'wished')
    return `Vous n’avez pas encore de place\u00a0: liste d’attente${rank ? `, rang ${rank}` : ''}.`;
  return status === 'offered' ? 'Une place vous est réservée\u00a0: confirmez-la à temps.' : '';
}

/** The address of an online meeting is for those who have a place. */
function withoutLink({ venue }: Event, { status }: HeldPlace): Event['venue'] {
  return status === 'confirmed' ? venue : { ...venue, onlineUrl: '' };
}

function connection({ venue }: Event, { status }: HeldPlace): string {
  return status === 'confirmed' && venue.onlineUrl ? `Se connecter\u00a0: ${venue.onlineUrl}` : '';
}

/** What is for everyone, and what she chose: the others' workshops are not her day. */
function chosenText({ choices }: HeldPlace, programme: Programme, zone: string): string {
  const sessions = programme.sessions.flatMap((session) => {
    const choice = choices.find((one) => one.session === session.id && !isGone(one.status));
    if (session.chosen && !choice) return [];
    return {
      ...session,
      chosen: false,
      title: choice ? titled(session.title, choice) : session.title
    };
  });
  return programmeText({ ...programme, sessions }, zone, 'Votre programme');
}
