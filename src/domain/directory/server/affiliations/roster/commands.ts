import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { PersonId } from '#shared/ids.ts';

/**
 * Says where people work and whose fiche they answer for, as the demonstration does. Slugs that name no structure
 * are left out.
 * @throws Forbidden for who does not run the instance.
 */
export async function affiliatePeople(
  executor: Executor,
  actor: Actor,
  links: readonly { readonly person: PersonId; readonly slug: string; readonly referent: boolean }[]
): Promise<void> {
  if (!runsInstance(actor))
    throw new Forbidden('Seule l’administration affilie plusieurs personnes à la fois.');
  if (links.length === 0) return;
  await sql`
    insert into affiliation (structure_id, person_id, referent)
    select structure.id, link.person, link.referent
    from json_to_recordset(${JSON.stringify(links)}::json) as link (person uuid, slug text, referent boolean)
    join structure on structure.slug = link.slug
    on conflict (structure_id, person_id) do nothing`.execute(executor);
}
