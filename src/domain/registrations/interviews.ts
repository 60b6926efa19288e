/** « Interne cherche maître de stage »: a professional gives quarters of an hour during the day, one person books one. */
import { instantOf } from '#shared/dates.ts';
import type { CategoryId, InterviewHostId, InterviewSlotId, RegistrationId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import type { ChoiceStatus, RegistrationStatus } from './model.ts';

export const INTERVIEW_MINUTES = 15;
/** Of one host: eight hours, one after the other. */
export const MOST_SLOTS = 32;

/** How an edition takes interviews. */
export interface InterviewRules {
  /** Whether one offers and books now. Closed: what is booked stays, and may be given up. */
  readonly open: boolean;
  /** anyone: whoever has a place and is no trainee offers by herself. */
  readonly hosts: 'named' | 'anyone';
  /** Who books, besides internes and students. */
  readonly category: CategoryId | null;
  /** How many interviews one person books. */
  readonly most: number;
}

/** As long as the organiser has said nothing. */
export const NO_INTERVIEWS: InterviewRules = {
  open: false,
  hosts: 'anyone',
  category: null,
  most: 3
};

export interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Who booked, as the host and the organiser read it. Never an e-mail address. */
export interface Trainee {
  readonly id: RegistrationId;
  readonly name: string;
  readonly profession: string;
  readonly structure: string;
}

export interface InterviewSlot extends Span {
  readonly id: InterviewSlotId;
  readonly takenBy: Trainee | null;
}

/** Somebody who gives moments, with all of them in the order of time. */
export interface InterviewHost {
  readonly id: InterviewHostId;
  /** Hers, when she is registered: she keeps her slots from « ma place ». */
  readonly registration: RegistrationId | null;
  readonly name: string;
  readonly profession: string;
  readonly structure: string;
  /** Where in the building. */
  readonly place: string;
  /** What is offered: the stage, the pace. */
  readonly description: string;
  readonly slots: readonly InterviewSlot[];
}

/** What a host says of what she offers. */
export interface InterviewHostInput {
  readonly place: string;
  readonly description: string;
}

/** Hours of one day of the edition, civil: « 2027-03-18 », « 10:00 », « 11:30 ». */
export interface InterviewRange {
  readonly day: string;
  readonly from: string;
  readonly until: string;
}

/** A moment that is free, as who books sees it. */
export interface FreeSlot {
  readonly id: InterviewSlotId;
  readonly startsAt: Date;
  /** What she has at that moment already; null when it is hers to take. */
  readonly clash: string | null;
}

/** A host as who books sees her: what she offers, and what is free; never who else comes. */
export interface HostCard extends Omit<InterviewHost, 'registration' | 'slots'> {
  readonly free: readonly FreeSlot[];
  /** Already met, or to be met. */
  readonly isMine: boolean;
}

const TRAINEES = ['local-interne', 'local-docteur-junior', 'local-etudiant'];
/** How somebody begins to say it who is in no list: « Interne de 3e semestre ». A « médecin interniste » is not one. */
const TRAINEE_WORDS =
  /^(internes?|etudiante?s?|externes?|docteure? junior|ffi|eleve (infirmiere?|aide soignante?))\b/;

/** Who books: internes, docteurs juniors and students, and those of the category that the organiser chose. */
export function isTrainee(
  who: {
    readonly professionCode: string;
    readonly professionLabel: string;
    readonly category: CategoryId | null;
  },
  category: CategoryId | null
): boolean {
  return (
    TRAINEES.includes(who.professionCode) ||
    TRAINEE_WORDS.test(normalise(who.professionLabel)) ||
    (category !== null && who.category === category)
  );
}

/** Two moments that one cannot both be at. */
export function collide(one: Span, other: Span): boolean {
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt;
}

/** Whether a moment is in the hours of the edition; it is not when its date is not chosen. */
export function isWithin(span: Span, edition: { startsAt: Date | null; endsAt: Date | null }) {
  const { startsAt, endsAt } = edition;
  return startsAt !== null && endsAt !== null && span.startsAt >= startsAt && span.endsAt <= endsAt;
}

/** A range cut in quarters of an hour; what is left at its end is no slot. */
export function cutRange({ day, from, until }: InterviewRange, zone: string): Span[] {
  const [start, end] = [instantOf(`${day}T${from}`, zone), instantOf(`${day}T${until}`, zone)];
  const step = INTERVIEW_MINUTES * 60_000;
  const count = Math.max(0, Math.floor((end.getTime() - start.getTime()) / step));
  return Array.from({ length: count }, (_, turn) => ({
    startsAt: new Date(start.getTime() + turn * step),
    endsAt: new Date(start.getTime() + (turn + 1) * step)
  }));
}

/** short: not one quarter of an hour. outside: not in the hours of the edition. many: more than one host gives. */
export type RangeRefusal = 'short' | 'outside' | 'past' | 'many' | 'busy';

export type SlotPlan =
  | { readonly ok: true; readonly slots: readonly Span[]; readonly known: number }
  | { readonly ok: false; readonly reason: RangeRefusal };

/** The slots that a range adds to those a host gives already: what she gives is not given twice. */
export function planSlots(
  range: InterviewRange,
  held: readonly Span[],
  edition: { startsAt: Date | null; endsAt: Date | null; timeZone: string },
  now: Date
): SlotPlan {
  const asked = cutRange(range, edition.timeZone);
  if (asked.length === 0) return { ok: false, reason: 'short' };
  if (!asked.every((slot) => isWithin(slot, edition))) return { ok: false, reason: 'outside' };
  if (asked.some(({ startsAt }) => startsAt <= now)) return { ok: false, reason: 'past' };
  const slots = asked.filter((slot) => !held.some((one) => collide(one, slot)));
  if (slots.length === 0) return { ok: false, reason: 'busy' };
  if (held.length + slots.length > MOST_SLOTS) return { ok: false, reason: 'many' };
  return { ok: true, slots, known: asked.length - slots.length };
}

/** What decides whether somebody offers or books at all. */
export interface Situation {
  readonly rules: InterviewRules;
  readonly event: { readonly status: string; readonly endsAt: Date | null };
  readonly holder: {
    readonly status: RegistrationStatus;
    readonly isTrainee: boolean;
    readonly isHost: boolean;
    /** Hers, or that of the group: without one nobody could tell her anything. */
    readonly hasMailbox: boolean;
  };
  readonly now: Date;
}

export type Shut = 'cancelled' | 'past' | 'closed' | 'no-place' | 'no-mailbox';

/** Why nobody in this situation offers or books; null when one does. */
export function shutFor({ rules, event, holder, now }: Situation): Shut | null {
  if (event.status === 'cancelled') return 'cancelled';
  if (event.endsAt !== null && event.endsAt <= now) return 'past';
  if (!rules.open) return 'closed';
  if (holder.status !== 'confirmed') return 'no-place';
  return holder.hasMailbox ? null : 'no-mailbox';
}

/** hosting: who gives moments does not book any. not-trainee: they are for internes and students. */
export type BookingShut = Shut | 'hosting' | 'not-trainee';

export function bookingShutFor(situation: Situation): BookingShut | null {
  const shut = shutFor(situation);
  if (shut) return shut;
  if (situation.holder.isHost) return 'hosting';
  return situation.holder.isTrainee ? null : 'not-trainee';
}

/** trainee: internes and students book. named: the organiser says who offers. */
export type HostingShut = Shut | 'trainee' | 'named';

export function hostingShutFor(situation: Situation): HostingShut | null {
  const shut = shutFor(situation);
  if (shut || situation.holder.isHost) return shut;
  if (situation.holder.isTrainee) return 'trainee';
  return situation.rules.hosts === 'named' ? 'named' : null;
}

/** The same of somebody whom the organiser named: she needs no place to give moments. */
export function namedHostShut(situation: Omit<Situation, 'holder'>): Shut | null {
  const holder = { status: 'confirmed', isTrainee: false, isHost: true, hasMailbox: true } as const;
  return shutFor({ ...situation, holder });
}

/** An interview that somebody has booked. */
export interface Booking extends Span {
  readonly slot: InterviewSlotId;
  readonly host: InterviewHostId;
  readonly hostName: string;
}

/** One’s own, with where it is. */
export interface OwnBooking extends Booking {
  readonly profession: string;
  readonly structure: string;
  readonly place: string;
  /** A session that was moved since, or chosen by the organiser, at the same moment. */
  readonly clash: string | null;
}

/** A session that somebody chose: it may be given to her at any moment while she waits for it. */
export interface ChosenMoment extends Span {
  readonly title: string;
  readonly status: ChoiceStatus;
}

export type SlotRefusal =
  | { readonly reason: 'gone' | 'taken' | 'begun' | 'same-host' | 'too-many' }
  | { readonly reason: 'interview' | 'session' | 'session-waited'; readonly title: string };

/** Why somebody who books does not have this slot; null when it is hers to take. */
export function refuseSlot(
  slot: (Span & { readonly host: InterviewHostId; readonly takenBy: RegistrationId | null }) | null,
  held: {
    readonly bookings: readonly Booking[];
    readonly choices: readonly ChosenMoment[];
    readonly most: number;
  },
  now: Date
): SlotRefusal | null {
  if (!slot) return { reason: 'gone' };
  if (slot.takenBy !== null) return { reason: 'taken' };
  if (slot.startsAt <= now) return { reason: 'begun' };
  if (held.bookings.some(({ host }) => host === slot.host)) return { reason: 'same-host' };
  if (held.bookings.length >= held.most) return { reason: 'too-many' };
  return findClash(slot, held);
}

/** What somebody has at that moment already; null when she is free. */
export function findClash(
  span: Span,
  held: { readonly bookings: readonly Booking[]; readonly choices: readonly ChosenMoment[] }
): Extract<SlotRefusal, { title: string }> | null {
  const interview = held.bookings.find((one) => collide(one, span));
  if (interview) return { reason: 'interview', title: interview.hostName };
  const chosen = held.choices.filter((one) => collide(one, span));
  const sure = chosen.find(({ status }) => status === 'confirmed');
  if (sure) return { reason: 'session', title: sure.title };
  const waited = chosen.find(({ status }) => ['offered', 'waitlisted', 'wished'].includes(status));
  return waited ? { reason: 'session-waited', title: waited.title } : null;
}
