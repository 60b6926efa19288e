import { listAnimators, type Correspondent } from '#domain/territory/server/memberships/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';

/**
 * Who answers the proposals of a territory, and where: its animators; those who run the instance when nobody leads
 * it, or when no territory holds the place.
 */
export async function listDeciders(
  db: Executor,
  territory: TerritoryId | null
): Promise<{ people: Correspondent[]; path: string }> {
  const animators = territory ? await listAnimators(db, territory) : [];
  const people = animators.length > 0 ? animators : await listAdministrators(db);
  const place = await db
    .selectFrom('territory')
    .select('slug')
    .$if(territory !== null, (query) => query.where('id', '=', territory!))
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
  return {
    people,
    path: place ? `/gestion/territoires/${place.slug}/suggestions` : '/gestion'
  };
}

async function listAdministrators(db: Executor): Promise<Correspondent[]> {
  const rows = await db
    .selectFrom('person')
    .select(['id', 'name', 'email'])
    .where('administrator', '=', true)
    .where('suspended_at', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, id: row.id as PersonId }));
}
