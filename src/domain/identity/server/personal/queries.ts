import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** What this domain keeps about somebody, as she may take it away: no token, no secret. */
export async function exportPerson(db: Executor, id: PersonId) {
  const person = await db
    .selectFrom('person')
    .select(['id', 'name', 'email', 'profession', 'phone', 'phone_visibility', 'phone_consent_at'])
    .select(['administrator', 'created_at', 'updated_at', 'last_seen_at', 'fictional'])
    .where('id', '=', id)
    .executeTakeFirst();
  const sessions = await db
    .selectFrom('sign_in_session')
    .select(['created_at', 'updated_at', 'expires_at', 'ip_address', 'user_agent'])
    .where('person_id', '=', id)
    .orderBy('created_at')
    .execute();
  const accounts = await db
    .selectFrom('sign_in_account')
    .select(['provider_id', 'account_id', 'created_at'])
    .where('person_id', '=', id)
    .orderBy('created_at')
    .execute();
  return { person: person ?? null, sessions, accounts, trail: await listTrail(db, id) };
}

/** What she did, and what was done to her account. */
function listTrail(db: Executor, id: PersonId) {
  return db
    .selectFrom('audit_entry')
    .select(['at', 'action', 'target_kind', 'target_label'])
    .where((eb) =>
      eb.or([
        eb('person_id', '=', id),
        eb.and([eb('target_kind', '=', 'person'), eb('target_id', '=', id)])
      ])
    )
    .orderBy('id')
    .execute();
}
