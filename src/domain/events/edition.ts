/** One edition in time: what is proposed from its dates, how it moves, what it lacks before it is published. */
import { addDays, civilTime, daysBetween, formatDay, instantOf } from '#shared/dates.ts';
import { slugify } from '#shared/text.ts';
import type { EventKind, EventTime, HalfDay } from './model.ts';

/** Civil times `YYYY-MM-DDTHH:mm` in the zone of the edition. */
export interface CivilWhen {
  readonly start: string;
  readonly end: string;
}

/** A half-day before it is written. */
export interface HalfDayDraft {
  readonly label: string;
  readonly start: string;
  readonly end: string;
}

const MIDDAY = '13:00';
const LAST_MORNING = '12:00';
const FIRST_AFTERNOON = '13:30';
const FIRST_EVENING = '18:00';
const DAY = { start: '09:00', end: '17:00' };
/** A conference of a fortnight would be a mistake of typing. */
export const LONGEST_DAYS = 14;

/**
 * The half-days of an edition: « Jeudi matin », « Jeudi après-midi », a day after another. A day in the middle is
 * taken from 9 h to 17 h.
 */
export function proposeHalfDays({ start, end }: CivilWhen): HalfDayDraft[] {
  const [firstDay, lastDay] = [start.slice(0, 10), end.slice(0, 10)];
  const count = Math.min(daysBetween(firstDay, lastDay), LONGEST_DAYS);
  const named = count < 7 ? weekday : datedDay;
  return Array.from({ length: count + 1 }, (_, at) => addDays(firstDay, at)).flatMap((day) => {
    const from = day === firstDay ? start.slice(11) : DAY.start;
    const until = day === lastDay ? end.slice(11) : DAY.end;
    return partsOfDay(from, until < from ? '23:59' : until).map((part) => ({
      label: `${named(day)} ${part.name}`,
      start: `${day}T${part.from}`,
      end: `${day}T${part.until}`
    }));
  });
}

function partsOfDay(from: string, until: string) {
  if (from >= FIRST_EVENING) return [{ name: 'soir', from, until }];
  const hasMorning = from < LAST_MORNING;
  const hasAfternoon = !hasMorning || until > FIRST_AFTERNOON;
  return [
    ...(hasMorning ? [{ name: 'matin', from, until: hasAfternoon ? MIDDAY : until }] : []),
    ...(hasAfternoon ? [{ name: 'après-midi', from: hasMorning ? MIDDAY : from, until }] : [])
  ];
}

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const weekday = (day: string) => capitalise(formatDay(day).split(' ')[0]!);
const datedDay = (day: string) => capitalise(formatDay(day).split(' ').slice(0, 3).join(' '));

/** What becomes of the half-days of an edition when its dates move. */
export interface HalfDayChanges {
  readonly update: readonly (HalfDayDraft & { readonly id: number })[];
  readonly create: readonly HalfDayDraft[];
  readonly remove: readonly number[];
}

/**
 * Puts the half-days right after a move of `days`: those that people ticked stay the same rows. A label that was
 * proposed is proposed again; one that somebody wrote is kept. Those that fall outside the edition go.
 */
export function moveHalfDays(
  existing: readonly HalfDay[],
  from: CivilWhen | null,
  after: CivilWhen,
  zone: string
): HalfDayChanges {
  const proposed = proposeHalfDays(after);
  const before = from ?? spanOf(existing, zone);
  if (!before) return { update: [], create: proposed, remove: [] };
  const days = daysBetween(before.start.slice(0, 10), after.start.slice(0, 10));
  const usual = new Map(
    proposeHalfDays(before).map((one) => [one.start.slice(0, 10) + one.label, one])
  );
  const update: (HalfDayDraft & { id: number })[] = [];
  const remove: number[] = [];
  const taken = new Set<HalfDayDraft>();
  for (const half of existing) {
    const start = civilTime(half.startsAt, zone);
    const moved = {
      start: shiftCivil(start, days),
      end: shiftCivil(civilTime(half.endsAt, zone), days)
    };
    const wasProposed = usual.get(start.slice(0, 10) + half.label);
    const twin = wasProposed && proposed.find((one) => isSamePart(one, moved) && !taken.has(one));
    if (twin) taken.add(twin);
    if (twin) update.push({ id: half.id, ...twin });
    else if (moved.end <= after.start || moved.start >= after.end) remove.push(half.id);
    else update.push({ id: half.id, label: half.label, ...moved });
  }
  const allProposed =
    existing.length === usual.size && existing.every((half) => isUsual(half, usual, zone));
  return { update, remove, create: allProposed ? proposed.filter((one) => !taken.has(one)) : [] };
}

/** From the first to the last of them: those of an edition that waits for its date. */
function spanOf(halves: readonly HalfDay[], zone: string): CivilWhen | null {
  const times = halves.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]);
  if (times.length === 0) return null;
  const civil = (time: number) => civilTime(new Date(time), zone);
  return { start: civil(Math.min(...times)), end: civil(Math.max(...times)) };
}

function isUsual(half: HalfDay, usual: ReadonlyMap<string, HalfDayDraft>, zone: string): boolean {
  return usual.has(civilTime(half.startsAt, zone).slice(0, 10) + half.label);
}

/** The same half of the same day, whatever its hours. */
function isSamePart(one: HalfDayDraft, other: { start: string }): boolean {
  const half = (start: string) =>
    start.slice(0, 11) + (start.slice(11) < LAST_MORNING ? 'matin' : 'reste');
  return half(one.start) === half(other.start);
}

function shiftCivil(civil: string, days: number): string {
  return `${addDays(civil.slice(0, 10), days)}${civil.slice(10)}`;
}

/** The instant so many days later at the same hour of the clock, whatever the change of hour between the two. */
export function shiftInstant(instant: Date, days: number, zone: string): Date {
  return days === 0 ? instant : instantOf(shiftCivil(civilTime(instant, zone), days), zone);
}

/** @returns null for an edition without a date. */
export function civilWhen({ startsAt, endsAt, timeZone }: EventTime): CivilWhen | null {
  return startsAt && endsAt
    ? { start: civilTime(startsAt, timeZone), end: civilTime(endsAt, timeZone) }
    : null;
}

const RESERVED = ['nouvelle', 'series'];

/** The end of an address, from a title: « Journée départementale » in 2027 → `journee-departementale-2027`. */
export function slugOf(title: string, year: string | null): string {
  const base = slugify(title).slice(0, 70).replace(/-+$/, '') || 'rencontre';
  const dated = year && !base.includes(year) ? `${base}-${year}` : base;
  return RESERVED.includes(dated) ? `${dated}-rencontre` : dated;
}

/** What a published edition cannot do without. */
export const REQUIRED_TO_PUBLISH = ['date', 'place'] as const;
/** What people look for, and an edition may be published without. */
export const ADVISED = ['summary', 'intendedFor', 'programme', 'contact', 'access'] as const;
export type Requirement = (typeof REQUIRED_TO_PUBLISH)[number];
export type Advice = (typeof ADVISED)[number];

/** What an edition holds already, as the list before publishing needs it. */
export interface Readiness extends EventTime {
  readonly kind: EventKind;
  readonly summary: string;
  readonly intendedFor: string;
  readonly contactName: string;
  readonly venue: {
    readonly name: string;
    readonly commune: object | null;
    readonly onlineUrl: string;
  };
  readonly access: { readonly walk: string; readonly bus: string; readonly car: string };
}

/** What prevents publishing: no date, or nowhere to go. */
export function missingToPublish({ startsAt, venue }: Readiness): Requirement[] {
  const there = venue.name !== '' || venue.commune !== null || venue.onlineUrl !== '';
  return [...(startsAt ? [] : ['date' as const]), ...(there ? [] : ['place' as const])];
}

/** What one would do well to add. @param sessions - how many moments its programme has. */
export function advisedBeforePublishing(event: Readiness, sessions: number): Advice[] {
  const { walk, bus, car } = event.access;
  const isThere: Record<Advice, boolean> = {
    summary: event.summary !== '',
    intendedFor: event.intendedFor !== '',
    programme: sessions > 0,
    contact: event.contactName !== '',
    access: event.kind === 'webinar' || event.venue.onlineUrl !== '' || walk + bus + car !== ''
  };
  return ADVISED.filter((one) => !isThere[one]);
}

/** Whether an edition is over. One without a date is to come. */
export function isPast({ endsAt }: Pick<EventTime, 'endsAt'>, now: Date): boolean {
  return endsAt !== null && endsAt <= now;
}

/** Whether a time is over already. */
export function isGone(when: CivilWhen | null, zone: string, now: Date): boolean {
  return when !== null && instantOf(when.end, zone) <= now;
}
