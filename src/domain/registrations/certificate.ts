/** « Attestation de présence »: what was attended, for how long, and the code that verifies it. Never a DPC certificate. */
import type { EventTime, HalfDay } from '#domain/events/model.ts';
import { civilTime, instantOf } from '#shared/dates.ts';
import type { ProgrammeSessionId } from '#shared/ids.ts';
import type { Presence } from './attendance.ts';

/** Something attended, with the time it takes. */
export interface AttendedPart {
  readonly label: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What an edition is made of, to say what an entrance stands for. */
export interface CertifiedEdition extends EventTime {
  readonly halfDays: readonly HalfDay[];
  readonly sessions: readonly {
    readonly id: ProgrammeSessionId;
    readonly title: string;
    readonly startsAt: Date;
    readonly endsAt: Date;
  }[];
}

/** What somebody attended, by time: one part an entrance. An entrance that no longer exists stands for nothing. */
export function partsOf(edition: CertifiedEdition, presences: readonly Presence[]): AttendedPart[] {
  const parts = presences.flatMap((presence) => {
    const part = partOf(edition, presence);
    return part ? [part] : [];
  });
  const once = new Map(parts.map((part) => [`${part.startsAt.getTime()} ${part.label}`, part]));
  return [...once.values()].toSorted(
    (a, b) => a.startsAt.getTime() - b.startsAt.getTime() || b.endsAt.getTime() - a.endsAt.getTime()
  );
}

function partOf(edition: CertifiedEdition, presence: Presence): AttendedPart | null {
  if (presence.session !== null) {
    const found = edition.sessions.find(({ id }) => id === presence.session);
    return found ? { label: found.title, startsAt: found.startsAt, endsAt: found.endsAt } : null;
  }
  if (presence.halfDay !== null)
    return edition.halfDays.find(({ id }) => id === presence.halfDay) ?? null;
  return wholeDay(edition, presence.arrivedAt);
}

/** The edition as a whole; of one that lasts several days, the day on which she arrived, at its usual hours. */
function wholeDay({ startsAt, endsAt, timeZone }: EventTime, arrivedAt: Date): AttendedPart | null {
  if (!startsAt || !endsAt) return null;
  const [first, last] = [civilTime(startsAt, timeZone), civilTime(endsAt, timeZone)];
  const label = 'La rencontre';
  if (first.slice(0, 10) === last.slice(0, 10)) return { label, startsAt, endsAt };
  const day = civilTime(arrivedAt, timeZone).slice(0, 10);
  const from = instantOf(day + first.slice(10), timeZone);
  const until = instantOf(day + last.slice(10), timeZone);
  return until > from ? { label, startsAt: from, endsAt: until } : { label, startsAt, endsAt };
}

/** Minutes that these parts cover together: what overlaps counts once. */
export function minutesOf(parts: readonly AttendedPart[]): number {
  let until = 0;
  let total = 0;
  const spans = parts.map(
    ({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()] as const
  );
  for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
    total += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return Math.round(total / 60_000);
}

/** « 7 heures », « 3 h 30 », « 45 minutes ». */
export function formatDuration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest}\u00a0minute${rest > 1 ? 's' : ''}`;
  if (rest === 0) return `${hours}\u00a0heure${hours > 1 ? 's' : ''}`;
  return `${hours}\u00a0h\u00a0${String(rest).padStart(2, '0')}`;
}

/** What is certified of somebody. */
export interface CertificateFacts {
  readonly holder: string;
  readonly parts: readonly AttendedPart[];
  readonly minutes: number;
}

/** Whether two certificates say the same: one is then not issued again. */
export function saysSame(one: CertificateFacts, other: CertificateFacts): boolean {
  const said = ({ holder, minutes, parts }: CertificateFacts) =>
    JSON.stringify([holder, minutes, parts.map((p) => [p.label, p.startsAt, p.endsAt])]);
  return said(one) === said(other);
}

/** Crockford’s: without I, L, O and U, which one misreads. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTERS = 12;

/** Sixty bits at random: « K7QM-2XRT-9FHD ». @param bytes - twelve of them. */
export function writeCode(bytes: Uint8Array): string {
  const letters = [...bytes.subarray(0, LETTERS)].map((byte) => ALPHABET[byte % 32]!).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** A code as somebody typed it, misreadings put right; null when it cannot be one. */
export function readCode(typed: string): string | null {
  const letters = typed
    .toUpperCase()
    .replaceAll(/[\s\u2010-\u2015.-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (letters.length !== LETTERS || ![...letters].every((one) => ALPHABET.includes(one)))
    return null;
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}
