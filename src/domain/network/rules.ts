import type { Actor } from '#domain/identity/model.ts';
import { animates, isMemberOf, isReferentOf } from '#domain/identity/rules.ts';
import { addDays, civilTime, daysBetween } from '#shared/dates.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { ACQUAINTED, type Level, type Wave, type WaveStatus } from './model.ts';

/** Animators open waves, read every answer, and introduce people. */
export function canLeadWaves(actor: Actor, territory: TerritoryId): boolean {
  return animates(actor, territory);
}

/** Members read what is said of all together: who said what of whom stays with the author and the animators. */
export function canReadFigures(actor: Actor, territory: TerritoryId): boolean {
  return isMemberOf(actor, territory) || animates(actor, territory);
}

/**
 * What a structure has answered is read and changed by who answers for it; its link serves too. The operator enters what was
 * said elsewhere; an administrator answers for nobody.
 */
export function canAnswerFor(actor: Actor, structure: StructureId): boolean {
  return actor.kind === 'operator' || isReferentOf(actor, structure);
}

/** Days of waves are those of Paris: an answer given at half past midnight overseas may come a day late, never be refused early. */
const ZONE = 'Europe/Paris';
/** The automatic reminder leaves this many days before the last one. */
export const REMINDED_BEFORE = 5;

/** The civil day of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: Date): string {
  return civilTime(instant, ZONE).slice(0, 10);
}

/** Its state now: an open wave is closed the day after its last one, whether or not anything has written it yet. */
export function waveState({ status, closesOn }: Wave, now: Date): WaveStatus {
  return status === 'open' && closesOn !== null && closesOn < dayOf(now) ? 'closed' : status;
}

export type OpeningObstacle =
  | 'not-draft'
  /** Its last day is not said, or has passed. */
  | 'no-closing'
  | 'past-closing'
  /** Another wave of the territory is open. */
  | 'another-open'
  /** No two structures share communes. */
  | 'nobody';

/** What prevents a wave from opening, of what it says of itself. */
export function findObstacle(wave: Wave, now: Date): OpeningObstacle | null {
  if (wave.status !== 'draft') return 'not-draft';
  if (wave.closesOn === null) return 'no-closing';
  return wave.closesOn < dayOf(now) ? 'past-closing' : null;
}

/** Whether those who have not finished may be written to: once a day at most, the day it opened included. */
export function canRemind(wave: Wave, now: Date): boolean {
  if (waveState(wave, now) !== 'open') return false;
  const last = wave.remindedAt ?? wave.openedAt;
  return last === null || dayOf(last) < dayOf(now);
}

/**
 * Whether the automatic reminder is due: within the last days, when no reminder has left in them and the wave did not open
 * the day before.
 */
export function isReminderDue(wave: Wave, now: Date): boolean {
  if (!canRemind(wave, now) || wave.closesOn === null || wave.openedAt === null) return false;
  const from = addDays(wave.closesOn, -REMINDED_BEFORE);
  if (dayOf(now) < from || daysBetween(dayOf(wave.openedAt), dayOf(now)) < 2) return false;
  return wave.remindedAt === null || dayOf(wave.remindedAt) < from;
}

/** A line as it arrives: what was chosen, what was shown as chosen (absent: nothing was shown), what is kept now. */
export interface Line {
  readonly level: Level;
  readonly seen: Level | null | undefined;
  readonly kept: Level | null;
}

/** What is proposed of a structure that one has met since, unless it was said to be known already; null for nothing. */
export function proposedLevel(last: Level | null, hasMet: boolean): Level | null {
  return hasMet && (last === null || last < ACQUAINTED) ? ACQUAINTED : null;
}

/**
 * What becomes of a line. Of two people of a structure, the last to choose wins, and is told; a line that she left as it was
 * shown never undoes what the other chose meanwhile.
 */
export function settleLine({ level, seen, kept }: Line): 'write' | 'same' | 'replace' | 'leave' {
  if (kept === null) return 'write';
  if (kept === level) return 'same';
  if (seen === undefined || seen === kept) return 'write';
  return seen === level ? 'leave' : 'replace';
}
