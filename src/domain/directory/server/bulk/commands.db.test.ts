import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { connect } from '#server/db/connection.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { aStructure, covering } from '../../../../../tests/factories/structures.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import type { BulkAction, BulkFilter } from '../../bulk.ts';
import { asInput } from '../../model.ts';
import { createStructures, updateStructure } from '../commands.ts';
import { listHistory } from '../history/queries.ts';
import { getStructure } from '../queries.ts';
import { applyBulkChange, prepareBulkChange, undoBulkChange } from './commands.ts';
import { listBulkFiches } from './queries.ts';
import { getBulkChange, listBulkLines } from './report/queries.ts';
import { writeValues } from './writing/commands.ts';

const admin = operator('test');
const url = await testDatabaseUrl({ geography: true });
const db = connect(url);
const others = connect(url);
const NOW = new Date();
const ALL: BulkFilter = {
  ...{ q: '', type: null, territory: null, freshness: null, orphan: false, status: 'active' }
};
let here: TerritoryId;
let there: TerritoryId;
let leader: PersonActor;
let count = 0;

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  here = (await aTerritory(db)).id;
  there = (await aTerritory(db, 'ailleurs')).id;
  leader = await person(db, {
    name: 'Une Animatrice',
    roles: [{ territory: here, role: 'animator' }]
  });
});
afterAll(() => Promise.all([db.destroy(), others.destroy()]).then(() => undefined));

/** Fiches of a territory: their ids and slugs. */
async function fiches(number: number, territories: readonly string[] = ['essai']) {
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
}

async function prepared(
  ids: readonly StructureId[],
  action: BulkAction,
  actor = admin,
  place: TerritoryId | null = null
) {
  const outcome = await prepareBulkChange(db, actor, place, { action, selection: { ids } }, NOW);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.id;
}

const CLIC: BulkAction = { kind: 'type', value: 'CLIC' };
const read = (slug: string) => getStructure(db, slug);
const view = { state: null, page: 1, perPage: 100 } as const;

describe('a change of many fiches', () => {
  const CASES: [BulkAction, Record<string, unknown>][] = [
    [CLIC, { type: 'CLIC' }],
    [{ kind: 'rhythm', value: '12' }, { reviewEveryMonths: 12 }],
    [{ kind: 'close', value: '' }, { status: 'closed' }]
  ];
  test.each(CASES)(
    '%o is written, searched, told by the history, and undone',
    async (action, says) => {
      const { ids, slugs } = await fiches(2);
      const before = await Promise.all(slugs.map(read));
      const id = await prepared(ids, action);
      expect((await read(slugs[0]!)).version).toBe(1);
      expect((await getBulkChange(db, admin, null, id)).counts).toMatchObject({
        change: 2,
        same: 0
      });
      expect(await applyBulkChange(db, admin, null, id)).toEqual({ ok: true, changed: 2, left: 0 });
      for (const [i, slug] of slugs.entries()) {
        const after = await read(slug);
        expect(asInput(after)).toEqual({ ...asInput(before[i]!), ...says });
        expect(after.services).toEqual(before[i]!.services);
        const [line] = await listHistory(db, ids[i]!);
        expect(line).toMatchObject({ kind: 'updated', version: 2, after: asInput(after) });
        expect(line!.before).toEqual(asInput(before[i]!));
      }
      const { rows } = await sql<{ same: boolean }>`
      select n.type_code = s.type_code and n.status = s.status as same from structure s
      join structure_search n on n.structure_id = s.id where s.id = any(${ids}::bigint[])`.execute(
        db
      );
      expect(rows).toEqual([{ same: true }, { same: true }]);
      expect(await undoBulkChange(db, admin, null, id)).toEqual({ ok: true, changed: 2, left: 0 });
      expect(asInput(await read(slugs[0]!))).toEqual(asInput(before[0]!));
      const [undone] = await listHistory(db, ids[0]!);
      expect(undone).toMatchObject({ kind: 'undone', version: 3, after: asInput(before[0]!) });
      expect((await getBulkChange(db, admin, null, id)).counts).toMatchObject({ undone: 2 });
    }
  );

  test('a directory is entered and left, and what says it already is left alone', async () => {
    const { ids, slugs } = await fiches(2);
    const both = await fiches(1, ['ailleurs', 'essai']);
    const enter = { kind: 'enter', value: String(there) } as const;
    const id = await prepared([...ids, ...both.ids], enter);
    expect((await getBulkChange(db, admin, null, id)).counts).toMatchObject({ change: 2, same: 1 });
    await applyBulkChange(db, admin, null, id);
    expect((await read(slugs[0]!)).territories).toEqual(['ailleurs', 'essai']);
    expect((await read(both.slugs[0]!)).version).toBe(1);
    const [line] = await listHistory(db, ids[0]!);
    expect(line!.after?.territories).toEqual(['ailleurs', 'essai']);
    const leave = await prepared(ids, { kind: 'leave', value: String(there) });
    expect((await getBulkChange(db, admin, null, leave)).homeless).toBe(0);
    await applyBulkChange(db, admin, null, leave);
    expect((await read(slugs[0]!)).territories).toEqual(['essai']);
    await undoBulkChange(db, admin, null, leave);
    expect((await read(slugs[0]!)).territories).toEqual(['ailleurs', 'essai']);
  });

  test('is told by the audit log, once when applied and once when undone', async () => {
    const { ids } = await fiches(3);
    const id = await prepared(ids, CLIC, leader, here);
    await applyBulkChange(db, leader, here, id);
    await undoBulkChange(db, leader, here, id);
    const entries = await db
      .selectFrom('audit_entry')
      .select(['action', 'actor_label', 'territory_id', 'detail'])
      .where('target_id', '=', id)
      .orderBy('id')
      .execute();
    const common = { action: 'structure.bulk', actor_label: 'Une Animatrice', territory_id: here };
    const detail = { kind: 'type', value: 'CLIC', count: 3 };
    expect(entries).toEqual([
      { ...common, detail: { ...detail, gesture: 'apply' } },
      { ...common, detail: { ...detail, gesture: 'undo' } }
    ]);
  });
});

describe('refusals', () => {
  test('an animator changes the fiches of her directory, and reaches no other', async () => {
    const mine = await fiches(1);
    const foreign = await fiches(1, ['ailleurs']);
    const selection = { ids: [...mine.ids, ...foreign.ids] };
    const id = await prepared(selection.ids, CLIC, leader, here);
    await applyBulkChange(db, leader, here, id);
    expect((await read(mine.slugs[0]!)).type).toBe('CLIC');
    expect((await read(foreign.slugs[0]!)).version).toBe(1);
    const alone = { action: CLIC, selection: { ids: foreign.ids } };
    expect(await prepareBulkChange(db, leader, here, alone, NOW)).toEqual({
      ...{ ok: false, reason: 'nothing' }
    });
    for (const place of [there, null])
      await expect(
        prepareBulkChange(db, leader, place, { action: CLIC, selection }, NOW)
      ).rejects.toThrow(Forbidden);
    const every = await listBulkFiches(db, leader, here, { ...ALL, page: 1, perPage: 500 }, NOW);
    expect(every.items.map(({ slug }) => slug)).not.toContain(foreign.slugs[0]);
    await expect(
      listBulkFiches(db, leader, there, { ...ALL, page: 1, perPage: 5 }, NOW)
    ).rejects.toThrow(Forbidden);
  });

  test('she neither sees, applies nor undoes the change of another team', async () => {
    const { ids, slugs } = await fiches(1, ['ailleurs']);
    const id = await prepared(ids, CLIC, admin, there);
    for (const place of [there, null])
      for (const act of [getBulkChange, applyBulkChange, undoBulkChange])
        await expect(act(db, leader, place, id)).rejects.toThrow(Forbidden);
    for (const act of [getBulkChange, applyBulkChange, undoBulkChange])
      await expect(act(db, leader, here, id)).rejects.toThrow(NotFound);
    expect((await read(slugs[0]!)).version).toBe(1);
  });

  test('she puts fiches in no directory but hers, nor takes them out', async () => {
    const { ids } = await fiches(1, ['ailleurs', 'essai']);
    for (const kind of ['enter', 'leave'] as const)
      await expect(prepared(ids, { kind, value: String(there) }, leader, here)).rejects.toThrow(
        Forbidden
      );
  });

  test('who no longer leads the territory applies nothing', async () => {
    const { ids, slugs } = await fiches(1);
    const id = await prepared(ids, CLIC, leader, here);
    await expect(applyBulkChange(db, { ...leader, memberships: [] }, here, id)).rejects.toThrow(
      Forbidden
    );
    await expect(applyBulkChange(db, VISITOR, here, id)).rejects.toThrow(Forbidden);
    expect((await read(slugs[0]!)).version).toBe(1);
  });

  test.each([
    { kind: 'type', value: 'NULLE-PART' },
    { kind: 'rhythm', value: '0' },
    { kind: 'rhythm', value: '1e9' },
    { kind: 'enter', value: '999999' },
    { kind: 'enter', value: 'x' }
  ] as const)('%o does not exist', async (action) => {
    const { ids } = await fiches(1);
    await expect(prepared(ids, action)).rejects.toThrow(Invalid);
  });

  test('a type merged between the preview and the change is refused', async () => {
    const { ids } = await fiches(1);
    const id = await prepared(ids, { kind: 'type', value: 'CPTS' });
    await sql`update structure_type set merged_into = 'CLIC' where code = 'CPTS'`.execute(db);
    expect(await applyBulkChange(db, admin, null, id)).toEqual({ ok: false, reason: 'gone' });
    await sql`update structure_type set merged_into = null where code = 'CPTS'`.execute(db);
  });
});

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
