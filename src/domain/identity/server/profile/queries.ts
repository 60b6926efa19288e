import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { Actor, PersonActor } from '../../model.ts';
import type { Profile } from '../../person.ts';

/** What the actor keeps of herself. @throws Forbidden unless she is a person. */
export async function getProfile(db: Executor, actor: Actor): Promise<Profile> {
  const { id } = oneself(actor);
  const { rows } = await sql<Profile>`
    select name, email, profession, phone, phone_visibility as "phoneVisibility",
      phone_consent_at as "phoneConsentAt"
    from person where id = ${id}`.execute(db);
  return rows[0]!;
}

/** The actor as a person. @throws Forbidden for a visitor or an operator, who have nothing of their own. */
export function oneself(actor: Actor): PersonActor {
  if (actor.kind === 'person') return actor;
  throw new Forbidden('Cette page est celle d’une personne qui a un compte.');
}
