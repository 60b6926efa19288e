import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { connect } from '#server/db/connection.ts';
import { ALL, CLIC, twoDirectories } from '../../../../../../tests/factories/bulk.ts';
import { testDatabaseUrl } from '../../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../../tests/support/statements.ts';
import { asInput } from '../../../model.ts';
import { updateStructure } from '../../commands.ts';
import { listHistory } from '../../history/queries.ts';
import { applyBulkChange, prepareBulkChange, undoBulkChange } from '../commands.ts';
import { listBulkFiches } from '../queries.ts';
import { getBulkChange, listBulkLines } from '../report/queries.ts';
import { writeValues } from './commands.ts';

const NOW = new Date();
const url = await testDatabaseUrl({ geography: true });
const db = connect(url);
const others = connect(url);
const { there, leader, admin, fiches, prepared, read } = await twoDirectories(db);
const view = { state: null, page: 1, perPage: 100 } as const;

afterAll(() => Promise.all([db.destroy(), others.destroy()]).then(() => undefined));

describe('what moved meanwhile', () => {
  test('a fiche edited between the preview and the change is left, named, and previewed again', async () => {
    const { ids, slugs } = await fiches(3);
    const id = await prepared(ids, CLIC);
    const one = await read(slugs[0]!);
    await updateStructure(db, leader, ids[0]!, { ...asInput(one), summary: 'Changée' });
    const report = await getBulkChange(db, admin, null, id);
    expect(report.counts).toMatchObject({ change: 2, moved: 1 });
    expect((await listBulkLines(db, report, view))[0]).toMatchObject({
      ...{ id: ids[0], state: 'moved', last: { by: 'Une Animatrice' } }
    });
    expect(await applyBulkChange(db, admin, null, id)).toEqual({ ok: true, changed: 2, left: 1 });
    expect(await read(slugs[0]!)).toMatchObject({ type: 'MSP', summary: 'Changée', version: 2 });
    const after = await getBulkChange(db, admin, null, id);
    expect(after.counts).toMatchObject({ changed: 2, left: 1 });
  });

  test('a fiche edited after the change is not undone, and the others are', async () => {
    const { ids, slugs } = await fiches(2);
    const id = await prepared(ids, CLIC);
    await applyBulkChange(db, admin, null, id);
    const one = await read(slugs[0]!);
    await updateStructure(db, leader, ids[0]!, { ...asInput(one), summary: 'Changée' });
    expect(await undoBulkChange(db, admin, null, id)).toEqual({ ok: true, changed: 1, left: 1 });
    expect(await read(slugs[0]!)).toMatchObject({ type: 'CLIC', summary: 'Changée' });
    expect(await read(slugs[1]!)).toMatchObject({ type: 'MSP' });
    const report = await getBulkChange(db, admin, null, id);
    expect(report.counts).toMatchObject({ undone: 1, kept: 1 });
    expect((await listBulkLines(db, report, view))[0]).toMatchObject({
      ...{ state: 'kept', last: { by: 'Une Animatrice' } }
    });
  });

  test('two changes of the same fiches at once: each fiche takes one, whole', async () => {
    for (let round = 0; round < 10; round++) {
      const { ids, slugs } = await fiches(4);
      const [a, b] = [await prepared(ids, CLIC), await prepared(ids, { kind: 'close', value: '' })];
      const outcomes = await Promise.all([
        applyBulkChange(db, admin, null, a),
        applyBulkChange(others, admin, null, b)
      ]);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'nothing' });
      const all = await Promise.all(slugs.map(read));
      expect(new Set(all.map(({ type, status }) => `${type} ${status}`)).size).toBe(1);
      expect(all.map(({ version }) => version)).toEqual([2, 2, 2, 2]);
    }
  });

  test('the same change applied twice at once is written once', async () => {
    const { ids } = await fiches(3);
    const id = await prepared(ids, CLIC);
    const outcomes = await Promise.all([
      applyBulkChange(db, admin, null, id),
      applyBulkChange(others, admin, null, id)
    ]);
    expect(outcomes).toContainEqual({ ok: true, changed: 3, left: 0 });
    expect(outcomes).toContainEqual({ ok: false, reason: 'done' });
    expect(await listHistory(db, ids[0]!)).toHaveLength(2);
  });

  test('negative control: written without asking the version, a fiche takes both changes', async () => {
    const { ids, slugs } = await fiches(1);
    const place = (kind: 'type' | 'close') => ({ kind, territory: null });
    const blind = (of: typeof db, kind: 'type' | 'close', value: string) =>
      of.transaction().execute(async (tx) => {
        await sql`select 1 from structure where id = ${ids[0]!} for update`.execute(tx);
        await writeValues(tx, admin, place(kind), [{ id: ids[0]!, version: 1, value }], 'updated');
      });
    await Promise.all([blind(db, 'type', 'CLIC'), blind(others, 'close', 'closed')]);
    const both = await read(slugs[0]!);
    expect(both).toMatchObject({ type: 'CLIC', status: 'closed', version: 3 });
  });
});

describe('at the size of a directory', () => {
  test('the list, the preview and the change take as many statements for one fiche as for three', async () => {
    const seen: number[][] = [];
    for (const number of [1, 3]) {
      const { ids } = await fiches(number);
      const id = await prepared(ids, CLIC);
      const report = await getBulkChange(db, admin, null, id);
      seen.push([
        await countingStatements(db, (counted) =>
          listBulkFiches(
            counted,
            admin,
            null,
            { ...ALL, q: 'Groupe', page: 1, perPage: number },
            NOW
          )
        ),
        await countingStatements(db, (counted) => listBulkLines(counted, report, view)),
        await countingStatements(db, (counted) => applyBulkChange(counted, admin, null, id))
      ]);
    }
    expect(seen[0]!.every((one) => one > 0)).toBe(true);
    expect(seen[1]).toEqual(seen[0]);
  });

  test('all the fiches of a filter are changed, 2,000 of them', async () => {
    const { ids } = await fiches(2000, ['ailleurs']);
    const filter = { ...ALL, territory: 'ailleurs', type: 'MSP' };
    const start = performance.now();
    const outcome = await prepareBulkChange(
      db,
      admin,
      there,
      { action: CLIC, selection: { filter } },
      NOW
    );
    const middle = performance.now();
    if (!outcome.ok) throw new Error(outcome.reason);
    const applied = await applyBulkChange(db, admin, there, outcome.id);
    const end = performance.now();
    expect(applied).toMatchObject({ ok: true });
    expect(applied.ok && applied.changed).toBeGreaterThanOrEqual(ids.length);
    await undoBulkChange(db, admin, there, outcome.id);
    const undone = performance.now();
    // Measured, not asserted: a slow machine is not a fault.
    process.stdout.write(
      `2,000 fiches: preview ${Math.round(middle - start)} ms, applied ${Math.round(end - middle)} ms, undone ${Math.round(undone - end)} ms\n`
    );
  }, 120_000);
});
