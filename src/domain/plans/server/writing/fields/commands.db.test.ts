import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import { connect } from '#server/db/connection.ts';
import type { ActionSheetId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { testDatabaseUrl } from '../../../../../../tests/support/database.ts';
import { contentOf, fieldsOf } from '../../../comparison/content.ts';
import { mergeFields } from '../../../comparison/merging.ts';
import { findSheet } from '../../sheets/queries.ts';
import { keepVersion } from '../../versions/commands.ts';
import { setResources, writeSheet } from '../commands.ts';
import { writeRows } from '../rows/commands.ts';
import { findClosedLoop } from '../targets/queries.ts';

/** Two servers. */
const url = await testDatabaseUrl();
const db = connect(url, { max: 3 });
const others = connect(url, { max: 3 });
afterAll(() => Promise.all([db.destroy(), others.destroy()]));

let territory: TerritoryId;
let plan: PlanId;
let one: PersonActor;
let two: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  ({ plan } = await aPlan(db, { territory }));
  one = await person(db, { name: 'Une', roles: [{ territory, role: 'animator' }] });
  two = await person(db, { name: 'Deux', roles: [{ territory, role: 'animator' }] });
});

let number = 0;
const TEXTS = { stakes: ['Un enjeu'], levers: ['Un levier'] };
async function written(): Promise<ActionSheetId> {
  const id = await aSheet(db, { plan, texts: TEXTS, number: String((number += 1)) });
  await db.transaction().execute((tx) => keepVersion(tx, operator('test'), id, 'fiche ouverte'));
  return id;
}
const textsOf = async (id: ActionSheetId) => (await findSheet(db, { id }))!.texts;

/** Lets two go on together. */
function barrier() {
  let arrived = 0;
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  return async () => {
    arrived += 1;
    if (arrived === 2) open();
    await gate;
  };
}

describe('two people who save at the same instant', () => {
  test('on two headings lose nothing, ten times', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await written();
      const outcomes = await Promise.all([
        writeSheet(db, one, id, { texts: { ...TEXTS, stakes: ['Mien'] } }, { version: 2 }),
        writeSheet(others, two, id, { texts: { ...TEXTS, levers: ['Sien'] } }, { version: 2 })
      ]);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
      expect(await textsOf(id)).toEqual({ stakes: ['Mien'], levers: ['Sien'] });
    }
  });

  test('on one heading: one writes, the other is shown both, ten times', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await written();
      const outcomes = await Promise.all([
        writeSheet(db, one, id, { texts: { stakes: ['Mien'] } }, { version: 2 }),
        writeSheet(others, two, id, { texts: { stakes: ['Sien'] } }, { version: 2 })
      ]);
      const refused = outcomes.find(({ ok }) => !ok);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      expect(refused).toMatchObject({ reason: 'conflict', conflicts: [{ path: 'texts.stakes' }] });
    }
  });

  test('the negative control: read and written without holding the sheet, one of the two is lost', async () => {
    const id = await written();
    const together = barrier();
    const carelessly = (server: typeof db, texts: Record<string, string[]>) =>
      server.transaction().execute(async (tx) => {
        const known = contentOf((await findSheet(tx, { id }))!);
        const theirs = fieldsOf(known);
        const { written: mine } = mergeFields(theirs, fieldsOf({ texts }), theirs);
        await together();
        await writeRows(tx, id, mine, known.texts);
      });
    await Promise.all([
      carelessly(db, { stakes: ['Mien'] }),
      carelessly(others, { levers: ['Sien'] })
    ]);
    const { stakes, levers } = await textsOf(id);
    expect([stakes?.[0] === 'Mien', levers?.[0] === 'Sien'].filter(Boolean)).toHaveLength(1);
  });

  test('the negative control: without the version that was read, the last to write wins', async () => {
    const id = await written();
    const outcomes = await Promise.all([
      writeSheet(db, one, id, { texts: { stakes: ['Mien'] } }),
      writeSheet(others, two, id, { texts: { stakes: ['Sien'] } })
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
  });
});

describe('two sheets that would lean on each other at the same instant', () => {
  const leaning = (target: ActionSheetId) => [{ planLabel: 'CLS', targetSheet: target }];

  test('do not: one of the two is refused, ten times', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [left, right] = [await written(), await written()];
      const outcomes = await Promise.all([
        setResources(db, one, left, leaning(right)),
        setResources(others, two, right, leaning(left))
      ]);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ reason: 'loop' });
    }
  });

  test('the negative control: looked for without the lock, the circle is not seen', async () => {
    const [left, right] = [await written(), await written()];
    const together = barrier();
    const carelessly = (server: typeof db, from: ActionSheetId, to: ActionSheetId) =>
      server.transaction().execute(async (tx) => {
        const loop = await findClosedLoop(tx, one, from, [to]);
        await together();
        const row = { planLabel: 'CLS', part: '', action: '', acronym: null, targetPlan: null };
        const resources = [{ ...row, targetSheet: to }];
        await writeRows(tx, from, fieldsOf({ resources }), {});
        return loop;
      });
    const loops = await Promise.all([carelessly(db, left, right), carelessly(others, right, left)]);
    expect(loops).toEqual([null, null]);
    expect(await findClosedLoop(db, one, left, [right])).not.toBeNull();
  });
});
