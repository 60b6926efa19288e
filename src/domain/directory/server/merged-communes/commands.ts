import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { canManageDirectory } from '../../rules.ts';
import { bumpRevision } from '../revision/commands.ts';
import { indexStructures } from '../search/commands.ts';

/**
 * After a new official geography: structures whose seat was in a commune merged since follow it to the one
 * that replaced it, so that they are found, and found right, under its name.
 * @returns how many moved.
 */
export async function followMergedCommunes(db: Database, actor: Actor): Promise<number> {
  if (!canManageDirectory(actor))
    throw new Forbidden('Seule l’administration met la géographie à jour.');
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: StructureId }>`
      update structure set commune_code = commune.merged_into
      from commune
      where commune.code = structure.commune_code and commune.merged_into is not null
      returning structure.id`.execute(tx);
    if (rows.length === 0) return 0;
    await indexStructures(
      tx,
      rows.map((row) => row.id)
    );
    await bumpRevision(tx);
    return rows.length;
  });
}
