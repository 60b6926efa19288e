import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { PersonId } from '#shared/ids.ts';
import type { Actor } from '../../model.ts';
import type { NewPerson } from '../../person.ts';

/**
 * Gives accounts, without sending anything. Those who have one already keep it as it is. Each address is taken for
 * verified: one signs in with what is sent to it.
 * @returns the id of each, by address.
 * @throws Forbidden for a visitor: who is let in is decided by the command that calls this one.
 */
export async function createPeople(
  executor: Executor,
  actor: Actor,
  people: readonly NewPerson[]
): Promise<Map<string, PersonId>> {
  if (actor.kind === 'visitor')
    throw new Forbidden('Un compte se demande sur « Rejoindre le réseau ».');
  if (people.length === 0) return new Map();
  const rows = people.map((person) => ({
    name: person.name,
    email: person.email.trim().toLowerCase(),
    email_verified: true,
    profession: person.profession ?? '',
    phone: person.phone ?? '',
    phone_visibility: person.phoneVisibility ?? 'nobody',
    phone_consent_at: person.phone ? sql<string>`current_date` : null,
    administrator: person.administrator ?? false,
    fictional: person.fictional ?? false
  }));
  await executor
    .insertInto('person')
    .values(rows)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute();
  const known = await executor
    .selectFrom('person')
    .select(['id', 'email'])
    .where(
      'email',
      'in',
      rows.map(({ email }) => email)
    )
    .execute();
  return new Map(known.map(({ id, email }) => [email, id as PersonId]));
}
