import { loadDefaultVocabulary } from '#app/demo.ts';
import type { BulkAction, BulkFilter } from '#domain/directory/bulk.ts';
import { prepareBulkChange } from '#domain/directory/server/bulk/commands.ts';
import { createStructures } from '#domain/directory/server/commands.ts';
import { getStructure } from '#domain/directory/server/queries.ts';
import { operator, type Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from './people.ts';
import { aStructure, covering } from './structures.ts';

export const ALL: BulkFilter = {
  ...{ q: '', type: null, territory: null, freshness: null, orphan: false, status: 'active' }
};
export const CLIC: BulkAction = { kind: 'type', value: 'CLIC' };

/** Two territories, who leads the first, and what tests of a change of many fiches ask of them. */
export async function twoDirectories(db: Database) {
  await loadDefaultVocabulary(db);
  const { id: here } = await aTerritory(db);
  const { id: there } = await aTerritory(db, 'ailleurs');
  const leader = await person(db, {
    name: 'Une Animatrice',
    roles: [{ territory: here, role: 'animator' }]
  });
  const admin = operator('test');
  let count = 0;
  return {
    ...{ here, there, leader, admin },
    read: (slug: string) => getStructure(db, slug),
    /** Fiches of a territory: their ids and slugs. */
    async fiches(number: number, territories: readonly string[] = ['essai']) {
      const inputs = Array.from({ length: number }, () => {
        const name = `Groupe ${++count}`;
        return aStructure({
          ...{ name, slug: `groupe-${count}`, perimeter: covering('epci 242900074') },
          ...{ territories: [...territories], summary: `Résumé ${count}` },
          services: [{ name: 'Accueil', themes: ['addictions'] }]
        });
      });
      const ids = await createStructures(db, admin, inputs);
      return { ids, slugs: inputs.map(({ slug }) => slug!) };
    },
    /** A change that waits to be applied. */
    async prepared(
      ids: readonly StructureId[],
      action: BulkAction,
      actor: Actor = admin,
      place: TerritoryId | null = null
    ) {
      const asked = { action, selection: { ids } };
      const outcome = await prepareBulkChange(db, actor, place, asked, new Date());
      if (!outcome.ok) throw new Error(outcome.reason);
      return outcome.id;
    }
  };
}
