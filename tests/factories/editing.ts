import { loadDefaultVocabulary } from '#app/demo.ts';
import type { StructureInput } from '#domain/directory/model.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { changeDraft } from '#domain/directory/server/drafts/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import { aTerritory, person } from './people.ts';
import { aStructure, covering } from './structures.ts';

interface Scene {
  id: StructureId;
  slug: string;
  /** Its référente. */
  one: PersonActor;
  /** The animator of its territory. */
  two: PersonActor;
}

/** Opens a territory; answers with what makes fiches that two people may change, and what types in their drafts. */
export async function editingScenes(db: Database) {
  await loadDefaultVocabulary(db);
  const { id: territory, slug: home } = await aTerritory(db);
  let count = 0;
  return {
    async scene(given: Partial<Parameters<typeof aStructure>[0]> = {}): Promise<Scene> {
      const slug = `fiche-${++count}`;
      const input = aStructure({
        name: `Fiche ${count}`,
        slug,
        phone: '0536490001',
        summary: 'Avant',
        territories: [home],
        perimeter: covering('epci 242900074'),
        ...given
      });
      const id = await createStructure(db, operator('test'), input);
      const one = await person(db, { name: 'Une Référente', referentOf: [id] });
      const two = await person(db, {
        name: 'Une Animatrice',
        roles: [{ territory, role: 'animator' }]
      });
      return { id, slug, one, two };
    },
    typing: (
      actor: PersonActor,
      id: StructureId,
      version: number,
      patch: Partial<StructureInput>
    ) => changeDraft(db, actor, id, version, (typed) => ({ ...typed, ...patch }))
  };
}
