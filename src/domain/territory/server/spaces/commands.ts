import type { z } from 'zod';
import type { Actor } from '#domain/identity/model.ts';
import type { Database, Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, Invalid } from '#shared/errors.ts';
import { territoryInput } from '../../forms.ts';
import type { Territory, TerritoryInput } from '../../model.ts';
import { canManageTerritories } from '../../rules.ts';
import { createPerimeters, replacePerimeter } from '../perimeters/commands.ts';
import { getTerritory } from '../queries.ts';

/**
 * Opens a territory space, after those that exist.
 *
 * @throws Forbidden unless the actor manages this instance; Invalid for a wrong field, an unknown zone or a slug taken.
 */
export async function createTerritory(
  db: Database,
  actor: Actor,
  input: TerritoryInput
): Promise<Territory> {
  const territory = checked(actor, input);
  return inTransaction(db, async (tx) => {
    const [perimeterId] = await createPerimeters(tx, [territory.perimeter]);
    const created = await tx
      .insertInto('territory')
      .values({
        ...columns(territory),
        perimeter_id: perimeterId!,
        position: (eb) =>
          eb.selectFrom('territory').select((sub) => sub.fn.count<number>('id').as('count'))
      })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!created)
      throw new Invalid([
        { path: 'slug', message: `un territoire s’appelle déjà « ${territory.slug} »` }
      ]);
    return getTerritory(tx, territory.slug);
  });
}

/** Rewrites a territory space and its perimeter. @throws NotFound, Forbidden, Invalid as {@link createTerritory}. */
export async function updateTerritory(
  db: Database,
  actor: Actor,
  slug: string,
  input: TerritoryInput
): Promise<Territory> {
  const territory = checked(actor, input);
  return inTransaction(db, async (tx) => {
    const present = await getTerritory(tx, slug);
    if (territory.slug !== slug && (await isTaken(tx, territory.slug))) {
      throw new Invalid([
        { path: 'slug', message: `un territoire s’appelle déjà « ${territory.slug} »` }
      ]);
    }
    await tx
      .updateTable('territory')
      .set(columns(territory))
      .where('id', '=', present.id)
      .execute();
    await replacePerimeter(tx, present.perimeterId, territory.perimeter);
    return getTerritory(tx, territory.slug);
  });
}

function checked(actor: Actor, input: TerritoryInput): z.output<typeof territoryInput> {
  if (!canManageTerritories(actor))
    throw new Forbidden('Seule l’administration de cette instance gère les territoires.');
  const result = territoryInput.safeParse(input);
  if (result.success) return result.data;
  throw new Invalid(
    result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  );
}

function columns(territory: z.output<typeof territoryInput>) {
  return {
    slug: territory.slug,
    name: territory.name,
    name_with_de: territory.nameWithDe,
    description: territory.description,
    fictional: territory.fictional,
    coverage_public: territory.coveragePublic,
    front_door_reason: territory.frontDoorReason
  };
}

async function isTaken(db: Executor, slug: string): Promise<boolean> {
  const row = await db
    .selectFrom('territory')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row !== undefined;
}
