import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { CheckinLinkId, EventId, RegistrationId } from '#shared/ids.ts';
import type { CheckinMeans, CheckinOutcome, Entrance } from '../../../attendance.ts';
import { isExpected } from '../../../checkin/standing.ts';
import type { RegistrationStatus } from '../../../model.ts';

/** One row, whoever made it. */
export interface Scan {
  readonly nonce: string;
  readonly event: EventId;
  readonly registration: RegistrationId | null;
  readonly entrance: Entrance;
  readonly kind: 'in' | 'out';
  readonly means: CheckinMeans;
  readonly outcome: CheckinOutcome;
  readonly at: Date;
  readonly receivedAt: Date;
  readonly link?: CheckinLinkId;
  readonly device?: string | null;
  /** Who did it from the pages of the organiser. */
  readonly label?: string;
}

/** Writes it, once: the same nonce again changes nothing. */
export async function writeScan(tx: Tx, scan: Scan): Promise<void> {
  await tx
    .insertInto('scan')
    .values({
      nonce: scan.nonce,
      event_id: scan.event,
      registration_id: scan.registration,
      half_day_id: scan.entrance.halfDay,
      session_id: scan.entrance.session,
      link_id: scan.link ?? null,
      device_id: scan.device ?? null,
      kind: scan.kind,
      means: scan.means,
      outcome: scan.outcome,
      actor_label: scan.label ?? '',
      scanned_at: scan.at,
      received_at: scan.receivedAt
    })
    .onConflict((conflict) => conflict.column('nonce').doNothing())
    .execute();
}

/** Somebody at the door, held until the end of the transaction: of two devices, one comes second. */
export interface AtDoor {
  readonly status: RegistrationStatus;
  readonly halfDays: readonly number[];
  readonly sessions: readonly number[];
  /** Whether the rows say that she is in, at the entrance asked for. */
  readonly isIn: boolean;
}

/** Null when the registration is not of this edition. */
export async function holdAtDoor(
  tx: Tx,
  event: EventId,
  registration: RegistrationId,
  { halfDay, session }: Entrance
): Promise<AtDoor | null> {
  const held = await sql<{ status: RegistrationStatus }>`
    select status from registration where id = ${registration} and event_id = ${event}
    for no key update`.execute(tx);
  const status = held.rows[0]?.status;
  if (!status) return null;
  const { rows } = await sql<Omit<AtDoor, 'status'>>`
    select
      (select coalesce(json_agg(half_day_id), '[]') from registration_half_day
        where registration_id = ${registration}) as "halfDays",
      (select coalesce(json_agg(session_id), '[]') from session_choice
        where registration_id = ${registration} and status = 'confirmed') as sessions,
      exists (select from attendance where registration_id = ${registration}
        and half_day_id is not distinct from ${halfDay}::bigint
        and session_id is not distinct from ${session}::bigint) as "isIn"`.execute(tx);
  return { status, ...rows[0]! };
}

/**
 * What the rows say of an entry.
 * @param anyway - a person decided to let her in.
 */
export function outcomeOf(who: AtDoor, entrance: string, anyway: boolean): CheckinOutcome {
  if (who.status !== 'confirmed') return 'unregistered';
  if (!anyway && !isExpected(who, entrance)) return 'other-day';
  return who.isIn ? 'already' : 'ok';
}
