import { randomUUID } from 'node:crypto';
import type { Database } from '#server/db/connection.ts';
import type { EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';

interface Gesture {
  readonly halfDay?: number;
  readonly session?: ProgrammeSessionId;
  readonly kind?: 'in' | 'out';
  readonly at?: string;
}

/** Writes that somebody entered, or that it is taken back: the edition as a whole unless told otherwise. */
export async function comesIn(
  db: Database,
  event: EventId,
  registration: RegistrationId,
  { halfDay, session, kind = 'in', at = '2026-03-19T08:05:00Z' }: Gesture = {}
): Promise<void> {
  await db
    .insertInto('scan')
    .values({
      nonce: randomUUID(),
      event_id: event,
      registration_id: registration,
      half_day_id: halfDay ?? null,
      session_id: session ?? null,
      kind,
      means: 'hand',
      outcome: 'ok',
      scanned_at: at,
      received_at: at
    })
    .execute();
}
