/** When an edition takes place, and its half-days. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { civilTime, daysBetween, instantOf } from '#shared/dates.ts';
import type { EventId } from '#shared/ids.ts';
import {
  civilWhen,
  isGone,
  moveHalfDays,
  shiftInstant,
  type CivilWhen,
  type HalfDayDraft
} from '../../edition.ts';
import type { Event } from '../../model.ts';
import { insertHalfDays, lockManaged, traceEvent } from '../rows/commands.ts';

export type DatesSet =
  | { ok: true; sequence: number; movedSessions: number }
  | { ok: false; reason: 'past' | 'cancelled' }
  | { ok: false; reason: 'changed'; theirs: Event };

/**
 * Gives an edition its date, or another one. Its programme goes along, by whole days and at the same hours of the
 * clock; the half-days that people ticked stay theirs; calendars follow.
 * @param input.version - when given, the version that was read before.
 * @returns past: the date is gone, unless `alreadyHeld`.
 * @throws NotFound, Forbidden
 */
export function setDates(
  executor: Executor,
  actor: Actor,
  id: EventId,
  input: { when: CivilWhen; version?: number; alreadyHeld?: boolean },
  now: Date
): Promise<DatesSet> {
  const { when } = input;
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, id);
    if (event.status === 'cancelled') return { ok: false, reason: 'cancelled' };
    if (input.version !== undefined && input.version !== event.version)
      return { ok: false, reason: 'changed', theirs: event };
    if (isGone(when, event.timeZone, now) && !input.alreadyHeld)
      return { ok: false, reason: 'past' };
    const sequence = event.calendarSequence + 1;
    await tx
      .updateTable('event')
      .set({
        starts_at: instantOf(when.start, event.timeZone),
        ends_at: instantOf(when.end, event.timeZone),
        calendar_sequence: sequence,
        updated_at: now,
        version: event.version + 1
      })
      .where('id', '=', id)
      .execute();
    await changeHalfDays(tx, event, when);
    const movedSessions = await moveProgramme(tx, event, when.start.slice(0, 10));
    await traceEvent(tx, actor, 'event.dates', event);
    return { ok: true, sequence, movedSessions };
  });
}

async function changeHalfDays(tx: Tx, event: Event, when: CivilWhen): Promise<void> {
  const zone = event.timeZone;
  const changes = moveHalfDays(event.halfDays, civilWhen(event), when, zone);
  if (changes.remove.length > 0)
    await tx.deleteFrom('event_half_day').where('id', 'in', changes.remove).execute();
  for (const { id, label, start, end } of changes.update)
    await tx
      .updateTable('event_half_day')
      .set({ label, starts_at: instantOf(start, zone), ends_at: instantOf(end, zone) })
      .where('id', '=', id)
      .execute();
  await insertHalfDays(tx, event.id, changes.create, zone);
}

/** Moves each moment by as many days as the first day moves; without a former date, from its own first day. */
async function moveProgramme(tx: Tx, event: Event, firstDay: string): Promise<number> {
  const rows = await tx
    .selectFrom('programme_session')
    .select(['id', 'starts_at', 'ends_at'])
    .where('event_id', '=', event.id)
    .orderBy('starts_at')
    .execute();
  const zone = event.timeZone;
  const origin = event.startsAt ?? rows[0]?.starts_at;
  const days = origin ? daysBetween(civilTime(origin, zone).slice(0, 10), firstDay) : 0;
  if (days === 0 || rows.length === 0) return 0;
  const shifted = (instant: Date) => shiftInstant(instant, days, zone);
  await sql`
    update programme_session set starts_at = moved.starts_at, ends_at = moved.ends_at,
      version = programme_session.version + 1, updated_at = now()
    from unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map((row) => shifted(row.starts_at))}::timestamptz[],
      ${rows.map((row) => shifted(row.ends_at))}::timestamptz[]) as moved(id, starts_at, ends_at)
    where programme_session.id = moved.id`.execute(tx);
  return rows.length;
}

export type HalfDaySaved = { ok: true } | { ok: false; reason: 'outside' };

/**
 * Adds a half-day, or changes one of this edition.
 * @returns outside: not within the dates of the edition.
 * @throws NotFound, Forbidden
 */
export function saveHalfDay(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { half, draft }: { half: number | null; draft: HalfDayDraft }
): Promise<HalfDaySaved> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, id);
    const when = civilWhen(event);
    if (!when || draft.start < when.start || draft.end > when.end)
      return { ok: false, reason: 'outside' };
    const [starts_at, ends_at] = [draft.start, draft.end].map((one) =>
      instantOf(one, event.timeZone)
    );
    const values = { label: draft.label, starts_at: starts_at!, ends_at: ends_at! };
    if (half === null)
      await tx
        .insertInto('event_half_day')
        .values({ event_id: id, ...values })
        .execute();
    else
      await tx
        .updateTable('event_half_day')
        .set(values)
        .where('id', '=', half)
        .where('event_id', '=', id)
        .execute();
    await traceEvent(tx, actor, 'event.half-days', event);
    return { ok: true };
  });
}

/** Takes a half-day off; who had ticked it has no longer ticked it. @throws NotFound, Forbidden */
export function deleteHalfDay(
  executor: Executor,
  actor: Actor,
  id: EventId,
  half: number
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, id);
    await tx
      .deleteFrom('event_half_day')
      .where('id', '=', half)
      .where('event_id', '=', id)
      .execute();
    await traceEvent(tx, actor, 'event.half-days', event);
  });
}
