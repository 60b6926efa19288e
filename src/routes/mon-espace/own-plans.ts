import { listAffiliationsOf } from '#domain/directory/server/affiliations/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { listSheetsOfStructures } from '#domain/plans/server/about/queries.ts';
import type { Database } from '#server/db/connection.ts';

/** What the plans say of the structures where somebody works. */
export async function listMentions(db: Database, actor: Actor) {
  if (actor.kind !== 'person') return [];
  const affiliations = await listAffiliationsOf(db, actor.id);
  const structures = affiliations.filter(({ status }) => status === 'active');
  return listSheetsOfStructures(
    db,
    actor,
    structures.map(({ structure }) => structure.id)
  );
}
