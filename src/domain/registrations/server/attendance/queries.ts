import type { Executor } from '#server/db/connection.ts';
import type { EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import type { Presence } from '../../attendance.ts';

/** Who is there, or was, entrance by entrance: always from the gestures themselves. For who has been let in already. */
export async function listPresences(executor: Executor, event: EventId): Promise<Presence[]> {
  const rows = await executor
    .selectFrom('attendance')
    .select(['registration_id', 'half_day_id', 'session_id', 'arrived_at'])
    .where('event_id', '=', event)
    .orderBy('arrived_at')
    .orderBy('registration_id')
    .execute();
  return rows.map((row) => ({
    registration: row.registration_id as RegistrationId,
    halfDay: row.half_day_id,
    session: row.session_id as ProgrammeSessionId | null,
    arrivedAt: row.arrived_at!
  }));
}

/** The registrations that came, to whatever entrance: each once. */
export async function listPresent(
  executor: Executor,
  event: EventId
): Promise<Set<RegistrationId>> {
  return new Set((await listPresences(executor, event)).map(({ registration }) => registration));
}
