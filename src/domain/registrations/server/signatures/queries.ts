import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import type { Entrance } from '../../attendance.ts';

/**
 * In SQL, of an `attendance_signature a`: whether it still counts. It does not once somebody said, after it, that the person
 * was not there; said to be there again, or signed again, it does.
 */
export const STANDING = sql<boolean>`not exists (
  select from scan o where o.registration_id = a.registration_id and o.kind = 'out'
    and o.outcome in ('ok', 'already') and o.received_at >= a.signed_at
    and o.half_day_id is not distinct from a.half_day_id and o.session_id is not distinct from a.session_id
    and not exists (
      select from attendance t where t.registration_id = a.registration_id
        and t.half_day_id is not distinct from a.half_day_id and t.session_id is not distinct from a.session_id))`;

/** What somebody drew at an entrance: the path of an SVG of 600 by 200. */
export interface Signed extends Entrance {
  readonly registration: RegistrationId;
  readonly strokes: string;
  readonly signedAt: Date;
}

/** The signatures of an edition. For who has been let in already, and for the sheets. */
export async function listSignatures(executor: Executor, event: EventId): Promise<Signed[]> {
  const rows = await executor
    .selectFrom('attendance_signature as a')
    .innerJoin('registration as r', 'r.id', 'a.registration_id')
    .select(['a.registration_id', 'a.half_day_id', 'a.session_id', 'a.strokes', 'a.signed_at'])
    .where('r.event_id', '=', event)
    .orderBy('a.id')
    .execute();
  return rows.map((row) => ({
    registration: row.registration_id as RegistrationId,
    halfDay: row.half_day_id,
    session: row.session_id as ProgrammeSessionId | null,
    strokes: row.strokes,
    signedAt: row.signed_at
  }));
}
