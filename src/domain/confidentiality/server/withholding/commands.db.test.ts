import { expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { remove, restore, withhold } from './commands.ts';
import { isWithheld, listWithheldIds, listWithholdings } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });

const content = (id: string) => ({
  kind: 'question',
  id,
  label: `Question ${id}`,
  territory: territory.id
});

test('anyone hides a content at once; reporting it again changes nothing', async () => {
  const report = { ...content('1'), reason: 'name' as const, address: '192.0.2.1' };
  expect(await withhold(db, VISITOR, report)).toEqual({ ok: true, isNew: true });
  expect(await withhold(db, member, report)).toEqual({ ok: true, isNew: false });
  expect(await listWithheldIds(db, 'question')).toEqual(new Set(['1']));
  expect(await listWithheldIds(db, 'project')).toEqual(new Set());
});

test('of many reports of the same content at once, one is written', async () => {
  const all = await Promise.all(
    Array.from({ length: 6 }, () => withhold(db, operator('test'), content('2')))
  );
  expect(all.filter((outcome) => outcome.ok && outcome.isNew)).toHaveLength(1);
});

test('a visitor is stopped after five reports in a day, a person after thirty', async () => {
  const answers = [];
  for (let i = 0; i < 6; i++)
    answers.push(await withhold(db, VISITOR, { ...content(`v${i}`), address: '192.0.2.7' }));
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true, true, false]);
  expect(await isWithheld(db, 'question', 'v5')).toBe(false);
  expect(await withhold(db, VISITOR, { ...content('v5'), address: '192.0.2.8' })).toMatchObject({
    ok: true
  });
});

test('only the animators of its territory read the list and decide', async () => {
  const other = await aTerritory(db, 'ailleurs');
  const elsewhere = await person(db, { roles: [{ territory: other.id, role: 'animator' }] });
  const [first] = await listWithholdings(db, animator, territory.id);
  for (const actor of [VISITOR, member, elsewhere]) {
    await expect(listWithholdings(db, actor, territory.id)).rejects.toThrow(Forbidden);
    await expect(restore(db, actor, first!.withholding)).rejects.toThrow(Forbidden);
    await expect(remove(db, actor, first!.withholding)).rejects.toThrow(Forbidden);
  }
  await expect(listWithholdings(db, animator, null)).rejects.toThrow(Forbidden);
});

test('restored, a content is shown again and may be reported again; the first decision stands', async () => {
  await withhold(db, operator('test'), content('9'));
  const found = (await listWithholdings(db, animator, territory.id)).find(({ id }) => id === '9')!;
  expect(await restore(db, animator, found.withholding)).toMatchObject({ status: 'restored' });
  expect(await remove(db, animator, found.withholding)).toMatchObject({ status: 'restored' });
  expect(await isWithheld(db, 'question', 9)).toBe(false);
  expect(await withhold(db, operator('test'), content('9'))).toEqual({ ok: true, isNew: true });
  const trail = await db
    .selectFrom('audit_entry')
    .select('action')
    .where('target_kind', '=', 'question')
    .where('target_id', '=', '9')
    .orderBy('id')
    .execute();
  expect(trail.map(({ action }) => action)).toEqual([
    'content.withhold',
    'content.restore',
    'content.withhold'
  ]);
});
