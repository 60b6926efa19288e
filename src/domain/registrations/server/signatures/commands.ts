import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { RegistrationId } from '#shared/ids.ts';
import type { Entrance } from '../../attendance.ts';

interface Signature {
  readonly registration: RegistrationId;
  readonly entrance: Entrance;
  /** `isPath` of signature.ts. */
  readonly strokes: string;
  readonly nonce: string;
  readonly at: Date;
}

/** Keeps what somebody signed at an entrance; signed again, the last one counts. Sent twice, it is one. */
export async function writeSignature(tx: Tx, signature: Signature): Promise<void> {
  const { registration, entrance, strokes, nonce, at } = signature;
  await sql`
    insert into attendance_signature (registration_id, half_day_id, session_id, strokes, nonce, signed_at)
    select ${registration}, ${entrance.halfDay}, ${entrance.session}, ${strokes}, ${nonce}::uuid, ${at}
    where not exists (select from attendance_signature where nonce = ${nonce}::uuid)
    on conflict (registration_id, half_day_id, session_id) do update
      set strokes = excluded.strokes, nonce = excluded.nonce, signed_at = excluded.signed_at
    where attendance_signature.signed_at <= excluded.signed_at`.execute(tx);
}
