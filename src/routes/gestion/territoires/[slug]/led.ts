import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import type { Territory } from '#domain/territory/model.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';

/**
 * The territory of these pages, for an action: the layout is not asked before it.
 * @throws NotFound, Forbidden for whoever does not lead it.
 */
export async function getLedTerritory(
  { db, actor }: { db: Database; actor: Actor },
  slug: string
): Promise<Territory> {
  const territory = await getTerritory(db, slug);
  if (!animates(actor, territory.id))
    throw new Forbidden('Ces pages sont celles de l’équipe d’animation du territoire.');
  return territory;
}
