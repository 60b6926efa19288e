import { loadDefaultVocabulary } from '#app/demo.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { PlanId } from '#shared/ids.ts';
import { aTerritory, person } from './people.ts';
import { aPlan } from './plans.ts';
import { aStructure } from './structures.ts';
import { beginSheetImport } from '#domain/plans/server/importing/commands.ts';
import { getSheetImport } from '#domain/plans/server/importing/queries.ts';
import { findSheet } from '#domain/plans/server/sheets/queries.ts';

/** A network whose plans are imported: its DADOPS, which a sheet names, and the CDOM of another one; Anne leads it, Marc is a member. */
export async function aNetworkThatImports(db: Database) {
  const machine = operator('test');
  const territory = (await aTerritory(db, 'ici')).id;
  await aTerritory(db, 'ailleurs');
  await loadDefaultVocabulary(db);
  const structure = (name: string, where: string) =>
    createStructure(db, machine, aStructure({ name, territories: [where] }));
  const dadops = await structure('DADOPS', 'ici');
  await structure('CDOM', 'ailleurs');
  const animator = await person(db, { name: 'Anne', roles: [{ territory, role: 'animator' }] });
  const member = await person(db, { name: 'Marc', roles: [{ territory, role: 'member' }] });
  return {
    ...{ machine, territory, dadops, animator, member },
    aNewPlan: async () => (await aPlan(db, { territory })).plan,
    begun: (plan: PlanId, text: string) => aBegunImport(db, animator, plan, text),
    partsOf: async (id: string) => (await getSheetImport(db, animator, id)).sheetImport.parts,
    byNumber: (plan: PlanId, slug: string) => findSheet(db, { plan, slug })
  };
}

/** A text read for a plan, and not applied yet. */
export async function aBegunImport(
  db: Database,
  actor: PersonActor,
  plan: PlanId,
  text: string
): Promise<string> {
  const outcome = await beginSheetImport(db, actor, { plan, sourceName: 'fiche.txt', text });
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.id;
}
