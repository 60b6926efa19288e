import { loadDefaultVocabulary } from '#app/demo.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import type { SheetTexts } from '#domain/plans/sheet.ts';
import type { Database } from '#server/db/connection.ts';
import type { ActionSheetId, StructureId } from '#shared/ids.ts';
import { aTerritory, person } from './people.ts';
import { aPlan, aSheet } from './plans.ts';
import { aStructure } from './structures.ts';
import { findSheet } from '#domain/plans/server/sheets/queries.ts';
import { keepVersion } from '#domain/plans/server/versions/commands.ts';

let number = 100;

/** A plan whose sheets the CLIC d’essai pilots, in a network with its vocabulary: Anne leads it, Marc is a member, Pia answers for the CLIC. */
export async function aWrittenPlan(db: Database) {
  const machine = operator('test');
  const territory = (await aTerritory(db, 'ici')).id;
  await loadDefaultVocabulary(db);
  const clic: StructureId = await createStructure(
    db,
    machine,
    aStructure({ name: 'CLIC d’essai', territories: ['ici'] })
  );
  const { plan } = await aPlan(db, { territory });
  const animator = await person(db, { name: 'Anne', roles: [{ territory, role: 'animator' }] });
  const member = await person(db, { name: 'Marc', roles: [{ territory, role: 'member' }] });
  const pilot: PersonActor = { ...(await person(db, { name: 'Pia' })), referentOf: [clic] };
  return {
    ...{ machine, territory, clic, plan, animator, member, pilot },

    /** A sheet with a version kept, piloted by the CLIC. */
    async written(texts: SheetTexts = {}): Promise<ActionSheetId> {
      const id = await aSheet(db, {
        ...{ plan, texts, number: String((number += 1)), pilots: [{ structure: clic }] }
      });
      await db.transaction().execute((tx) => keepVersion(tx, machine, id, 'fiche ouverte'));
      return id;
    },

    versionOf: async (id: ActionSheetId) => (await findSheet(db, { id }))!.version
  };
}
