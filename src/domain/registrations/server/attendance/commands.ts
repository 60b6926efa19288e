import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { readEntrance, type Entrance } from '../../attendance.ts';
import { STANDING } from '../signatures/queries.ts';
import { getWelcomedEvent } from './queries.ts';
import { holdAtDoor, writeScan } from './scans/commands.ts';

export type MarkOutcome =
  | { readonly ok: true }
  /** no-place: she waits for one, or has cancelled. not-begun: nobody is there yet. */
  | { readonly ok: false; readonly reason: 'no-place' | 'not-begun' };

/**
 * Says by hand that somebody is there, or is not: who forgot to show her code, what was noted on paper. Not there, her
 * line of the sheet is empty again, with what was signed there; there again, it is as it was.
 * @param mark.entrance - « h12 », « s7 », « all ».
 * @throws NotFound, Forbidden
 */
export async function markPresence(
  executor: Executor,
  actor: Actor,
  id: EventId,
  mark: {
    readonly registration: RegistrationId;
    readonly entrance: string;
    readonly kind: 'in' | 'out';
  },
  now: Date
): Promise<MarkOutcome> {
  const event = await getWelcomedEvent(executor, actor, id);
  const entrance = readEntrance(mark.entrance);
  const time = await timeOf(executor, id, mark.entrance);
  const opens = (time.startsAt ?? event.startsAt)?.getTime() ?? Infinity;
  if (now.getTime() < opens - HOURS_BEFORE) return { ok: false, reason: 'not-begun' };
  return inTransaction(executor, async (tx): Promise<MarkOutcome> => {
    const who = await holdAtDoor(tx, id, mark.registration, entrance);
    if (!who) throw new NotFound('Cette personne n’est pas inscrite à cette rencontre.');
    if (who.status !== 'confirmed') return { ok: false, reason: 'no-place' };
    // Pressed twice, or already done at the door: there is nothing more to say.
    const isSaid = who.isIn === (mark.kind === 'in');
    const isSigned = mark.kind === 'out' && (await hasSigned(tx, mark.registration, entrance));
    if (isSaid && !isSigned) return { ok: true };
    // Noted afterwards, it happened then.
    const closes = (time.endsAt ?? event.endsAt)?.getTime() ?? Infinity;
    const at = new Date(Math.min(now.getTime(), closes));
    await writeScan(tx, {
      ...{ nonce: randomUUID(), event: id, entrance, kind: mark.kind, means: 'hand' as const },
      ...{ registration: mark.registration, outcome: 'ok' as const, at, receivedAt: now },
      label: actorLabel(actor)
    });
    await recordAudit(tx, actor, {
      action: mark.kind === 'in' ? 'attendance.in' : 'attendance.out',
      target: { kind: 'registration', id: mark.registration, label: event.title },
      territory: event.place.territory,
      detail: { entrance: mark.entrance }
    });
    return { ok: true };
  });
}

/** Whether her line of the sheet is signed, as it is shown now. */
async function hasSigned(
  tx: Tx,
  registration: RegistrationId,
  { halfDay, session }: Entrance
): Promise<boolean> {
  const { rows } = await sql`
    select from attendance_signature a where a.registration_id = ${registration}
      and a.half_day_id is not distinct from ${halfDay}::bigint
      and a.session_id is not distinct from ${session}::bigint and ${STANDING}`.execute(tx);
  return rows.length > 0;
}

/** One sets up before the doors open. */
const HOURS_BEFORE = 3 * 3_600_000;

/** @throws NotFound when the entrance is none of this edition. */
async function timeOf(
  executor: Executor,
  event: EventId,
  key: string
): Promise<{ startsAt: Date | null; endsAt: Date | null }> {
  if (key === 'all') return { startsAt: null, endsAt: null };
  const { halfDay, session } = readEntrance(key);
  const { rows } = await sql<{ startsAt: Date; endsAt: Date }>`
    select starts_at as "startsAt", ends_at as "endsAt" from event_half_day
    where event_id = ${event} and id = ${halfDay}
    union all
    select starts_at, ends_at from programme_session where event_id = ${event} and id = ${session}`.execute(
    executor
  );
  const row = rows[0];
  if (!row) throw new NotFound('Cette demi-journée n’existe plus.');
  return row;
}
