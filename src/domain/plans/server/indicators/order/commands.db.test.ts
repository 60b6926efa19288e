import { expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { ActionSheetId, IndicatorId, PlanId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { saveIndicator } from '../commands.ts';
import { listWritten } from '../rows/queries.ts';
import { moveIndicator } from './commands.ts';

const db = await testDatabase();
const territory = (await aTerritory(db, 'ordre')).id;
const lead: PersonActor = await person(db, { roles: [{ territory, role: 'animator' }] });

interface Place {
  readonly plan: PlanId;
  readonly sheet: ActionSheetId | null;
}

async function defined(place: Place, label: string, on: Database = db): Promise<IndicatorId> {
  const saved = await saveIndicator(on, lead, { ...place, input: { label } });
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  return saved.id;
}

/** How many rows a piece of work reads. */
async function countingRows(work: (counted: Database) => Promise<unknown>): Promise<number> {
  let rows = 0;
  await work(
    db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) => {
        rows += result.rows.length;
        return Promise.resolve(result);
      }
    })
  );
  return rows;
}

/** What defining an indicator of a sheet, then moving it, reads in a plan whose other sheet has some. */
async function readBeside(others: number): Promise<number> {
  const { plan } = await aPlan(db, { territory });
  const other = await aSheet(db, { plan, number: '1' });
  const sheet = await aSheet(db, { plan, number: '2' });
  for (let at = 0; at < others; at += 1) await defined({ plan, sheet: other }, `Autre ${at}`);
  await defined({ plan, sheet }, 'Le premier');
  return countingRows(async (counted) => {
    const id = await defined({ plan, sheet }, 'Le second', counted);
    expect(await moveIndicator(counted, lead, id, 'up')).toBe(true);
  });
}

test('an indicator is defined and moved without reading those of the other sheets', async () => {
  expect(await readBeside(5)).toBe(await readBeside(0));
});

test('those of the plan as a whole are moved among themselves, whatever its sheets have', async () => {
  const { plan } = await aPlan(db, { territory });
  const sheet = await aSheet(db, { plan });
  const first = await defined({ plan, sheet: null }, 'Du plan');
  const ofSheet = await defined({ plan, sheet }, 'De la fiche');
  const last = await defined({ plan, sheet: null }, 'Du plan aussi');
  expect(await moveIndicator(db, lead, last, 'up')).toBe(true);
  const order = (await listWritten(db, { plan })).map(({ id }) => id);
  expect(order).toEqual([last, first, ofSheet]);
  expect(await moveIndicator(db, lead, last, 'up')).toBe(false);
});
