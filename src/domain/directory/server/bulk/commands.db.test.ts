import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import { ALL, CLIC, twoDirectories } from '../../../../../tests/factories/bulk.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import type { BulkAction } from '../../bulk.ts';
import { asInput } from '../../model.ts';
import { listHistory } from '../history/queries.ts';
import { applyBulkChange, prepareBulkChange, undoBulkChange } from './commands.ts';
import { listBulkFiches } from './queries.ts';
import { getBulkChange } from './report/queries.ts';

const NOW = new Date();
const db = await testDatabase({ geography: true });
const { here, there, leader, admin, fiches, prepared, read } = await twoDirectories(db);

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
