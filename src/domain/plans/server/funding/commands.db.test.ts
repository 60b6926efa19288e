import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultVocabulary } from '#app/demo-files.ts';
import { createStructure, saveVocabulary } from '#domain/directory/server/commands.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { FundingLineInput } from '#domain/plans/forms/funding.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ActionSheetId, PlanId, StructureId, TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { without } from '../../../../../tests/support/without.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { findSheet } from '../sheets/queries.ts';
import { keepVersion } from '../versions/commands.ts';
import { setFunding } from './commands.ts';

const db = await testDatabase();
let territory: TerritoryId;
let cpts: StructureId;
let pilot: PersonActor;
let member: PersonActor;
let plan: PlanId;
let sheet: ActionSheetId;
let count = 0;

const line = (traits: Partial<FundingLineInput> = {}): FundingLineInput => ({
  ...{ funder: 'Département', structure: '', year: 2026, planned: 500_000, actual: null },
  ...{ note: '', renewsYearly: false, ...traits }
});
const read = async () => (await findSheet(db, { id: sheet }))!;
const funders = async () => (await read()).funding.map(({ funder }) => funder);

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  await saveVocabulary(db, operator('test'), defaultVocabulary());
  cpts = await createStructure(
    db,
    operator('test'),
    aStructure({ name: 'CPTS d’essai', territories: ['ici'] })
  );
  pilot = await person(db, { roles: [{ territory, role: 'member' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
});
beforeEach(async () => {
  ({ plan } = await aPlan(db, { territory }));
  sheet = await aSheet(db, { plan, number: `${(count += 1)}`, pilots: [{ person: pilot.id }] });
});

describe('the funding of a sheet', () => {
  test('is written whole, in its order, and keeps a version', async () => {
    const lines = [
      line({ renewsYearly: true, note: 'Convention annuelle' }),
      line({ funder: 'ARS', year: null, planned: null, actual: 120_050 })
    ];
    expect(await setFunding(db, pilot, sheet, { version: 1, lines })).toEqual({
      ...{ ok: true, version: 2 }
    });
    expect((await read()).funding).toEqual(
      lines.map(({ structure: _slug, ...said }) => ({ ...said, structure: null }))
    );
    const kept = await db
      .selectFrom('action_sheet_version')
      .select(['version', 'person_id', 'change'])
      .where('sheet_id', '=', sheet)
      .execute();
    expect(kept).toEqual([{ version: 2, person_id: pilot.id, change: 'financement' }]);
  });

  test('knows a structure by its choice or by its very name, and no other', async () => {
    const { slug } = await db
      .selectFrom('structure')
      .select('slug')
      .where('id', '=', cpts)
      .executeTakeFirstOrThrow();
    const lines = [
      line({ funder: 'cpts d’essai' }),
      line({ funder: 'La CPTS', structure: slug }),
      line({ funder: 'CPTS d’ailleurs' })
    ];
    await setFunding(db, pilot, sheet, { version: 1, lines });
    const known = (await read()).funding.map(({ structure }) => structure?.id ?? null);
    expect(known).toEqual([cpts, cpts, null]);
  });

  test('sent twice makes one version', async () => {
    const change = { version: 1, lines: [line()] };
    await setFunding(db, pilot, sheet, change);
    expect(await setFunding(db, pilot, sheet, change)).toEqual({ ok: true, version: 2 });
  });

  test('is refused to who only reads, and hidden from who does not', async () => {
    const change = { version: 1, lines: [line()] };
    await expect(setFunding(db, member, sheet, change)).rejects.toThrow(Forbidden);
    await expect(setFunding(db, VISITOR, sheet, change)).rejects.toThrow(Forbidden);
    const hidden = await aSheet(db, { plan, number: 'reservee', visibility: 'pilots' });
    await expect(setFunding(db, member, hidden, change)).rejects.toThrow(NotFound);
    expect(await funders()).toEqual([]);
  });

  test('speaks of nobody: a note that seems to is read again first', async () => {
    const lines = [line({ note: 'Appeler Mme Dupont, née le 12/03/1941, au 01 99 00 12 34' })];
    const refused = await setFunding(db, pilot, sheet, { version: 1, lines });
    expect(refused).toMatchObject({ ok: false, reason: 'second-reading' });
    expect(await funders()).toEqual([]);
    const saved = await setFunding(db, pilot, sheet, { version: 1, lines, reread: true });
    expect(saved.ok).toBe(true);
  });
});

describe('two people at once', () => {
  test('the second is given what the first wrote, and writes over it knowingly', async () => {
    await setFunding(db, pilot, sheet, { version: 1, lines: [line({ funder: 'ARS' })] });
    const mine = [line({ funder: 'CPAM' })];
    const refused = await setFunding(db, pilot, sheet, { version: 1, lines: mine });
    expect(refused).toMatchObject({ ok: false, reason: 'stale', version: 2 });
    expect(!refused.ok && refused.reason === 'stale' && refused.theirs).toMatchObject([
      { funder: 'ARS' }
    ]);
    expect(await funders()).toEqual(['ARS']);
    expect(await setFunding(db, pilot, sheet, { version: 2, lines: mine })).toMatchObject({
      ok: true
    });
    expect(await funders()).toEqual(['CPAM']);
  });

  test('what was written elsewhere in the sheet is no conflict', async () => {
    await setFunding(db, pilot, sheet, { version: 1, lines: [line({ funder: 'ARS' })] });
    await db.transaction().execute((tx) => keepVersion(tx, pilot, sheet, 'enjeux'));
    const lines = [line({ funder: 'ARS' }), line({ funder: 'CPAM' })];
    expect(await setFunding(db, pilot, sheet, { version: 2, lines })).toEqual({
      ...{ ok: true, version: 4 }
    });
  });

  /** Both have opened the sheet at the same version, and both send while it is held. */
  async function bothSend(on: typeof db): Promise<(boolean | string)[]> {
    const send = (funder: string) =>
      setFunding(on, pilot, sheet, { version: 1, lines: [line({ funder })] });
    const results = await db
      .transaction()
      .execute(async (tx) => {
        await tx
          .selectFrom('action_sheet')
          .select('id')
          .where('id', '=', sheet)
          .forUpdate()
          .execute();
        const sent = [send('ARS'), send('CPAM')];
        await untilWaiting(db, 2);
        return sent;
      })
      .then((sent) => Promise.allSettled(sent));
    return results.map((one) => (one.status === 'fulfilled' ? one.value.ok : 'failed'));
  }

  test('at the very same moment, one is written and the other told', async () => {
    expect((await bothSend(db)).sort()).toEqual([false, true]);
    expect(await funders()).toHaveLength(1);
  });

  test('without its lock, both would be told they are written', async () => {
    const free = without(db, 'for no key update');
    expect((await bothSend(free.db)).sort()).toEqual([true, true]);
    free.missed();
  });
});

describe('a closed year', () => {
  beforeEach(async () => {
    await setFunding(db, pilot, sheet, {
      version: 1,
      lines: [line(), line({ year: 2027 })]
    });
    await db.insertInto('plan_year').values({ plan_id: plan, year: 2026 }).execute();
  });

  test('keeps its amounts', async () => {
    const lines = [line({ actual: 480_000 }), line({ year: 2027 })];
    expect(await setFunding(db, pilot, sheet, { version: 2, lines })).toEqual({
      ...{ ok: false, reason: 'closed-year', years: [2026] }
    });
    expect((await read()).funding[0]!.actual).toBeNull();
  });

  test('lets the others be written', async () => {
    const lines = [line(), line({ year: 2027, actual: 1 })];
    expect(await setFunding(db, pilot, sheet, { version: 2, lines })).toMatchObject({ ok: true });
  });
});

test('a line of a closed year stays tied to nobody when a structure of its name enters the directory', async () => {
  const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  await setFunding(db, animator, sheet, { version: 1, lines: [line({ funder: 'ARS' })] });
  await db.insertInto('plan_year').values({ plan_id: plan, year: 2026 }).execute();
  const traits = aStructure({ name: 'ARS', territories: ['ici'] });
  const ars = await createStructure(db, operator('test'), traits);
  const lines = [line({ funder: 'ARS' }), line({ funder: 'ARS', year: 2027 })];
  expect(await setFunding(db, animator, sheet, { version: 2, lines })).toEqual({
    ...{ ok: true, version: 3 }
  });
  const { funding } = (await findSheet(db, { id: sheet }))!;
  expect(funding.map(({ year, structure }) => [year, structure?.id ?? null])).toEqual([
    [2026, null],
    [2027, ars]
  ]);
});
