import { expect, test } from 'vitest';
import { purge } from '#app/people/retention.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { BARRIER_LIMITS, barrierInput } from '../../barrier.ts';
import { UNKNOWN_CONTROLLER } from '../../controller.ts';
import { setController } from '../controller/commands.ts';
import { closeBarrier, reportBarrier } from './commands.ts';
import { listBarriers } from './queries.ts';

const db = await testDatabase();
const administrator = await person(db, { administrator: true, email: 'alix@exemple.test' });
const SAID = { page: '/qui-couvre', happened: 'La liste ne se lit pas.', used: 'NVDA', email: '' };

/** Each from its own place: limits are counted by place. */
let place = 0;
const report = (said: Partial<typeof SAID>, address = `192.0.2.${(place += 1)}`) =>
  reportBarrier(db, barrierInput.parse({ ...SAID, ...said }), { address, reread: false });

const letters = () =>
  db
    .selectFrom('mail_message')
    .select(['recipient', 'reply_to', 'text_body', 'erase_once_sent'])
    .where('kind', '=', 'access-barrier')
    .orderBy('id')
    .execute();

test('what a visitor says reaches who runs the instance, with whom to answer', async () => {
  expect(await report({ email: ' Lea@Exemple.test ' })).toEqual({ ok: true });
  const { items, total, open } = await listBarriers(db, administrator, 1);
  expect({ total, open }).toEqual({ total: 1, open: 1 });
  expect(items[0]).toMatchObject({ ...SAID, email: 'lea@exemple.test', closedAt: null });
  const [letter, ...more] = await letters();
  expect(more).toEqual([]);
  expect(letter).toMatchObject({
    ...{ recipient: 'alix@exemple.test', reply_to: 'lea@exemple.test', erase_once_sent: true }
  });
  expect(letter!.text_body).toContain(SAID.happened);
});

test('it is written to the address that the organisation chose, and to nobody else then', async () => {
  await setController(db, administrator, {
    ...UNKNOWN_CONTROLLER,
    ...{ contact: 'accueil@exemple.test', accessibility: 'acces@exemple.test' }
  });
  await report({});
  expect((await letters()).map(({ recipient }) => recipient)).toEqual([
    'alix@exemple.test',
    'acces@exemple.test'
  ]);
  await setController(db, administrator, UNKNOWN_CONTROLLER);
});

test('from one place, a few an hour; what is refused is not kept', async () => {
  const { total: before } = await listBarriers(db, administrator, 1);
  const { most } = BARRIER_LIMITS.hour;
  const outcomes = [];
  for (let turn = 0; turn < most + 2; turn += 1) outcomes.push(await report({}, '198.51.100.7'));
  // The window may close in between: then a few more pass.
  const kept = outcomes.filter(({ ok }) => ok).length;
  expect(kept).toBeGreaterThanOrEqual(most);
  expect((await listBarriers(db, administrator, 1)).total).toBe(before + kept);
  const flood = await Promise.all(
    Array.from({ length: 2 * most + 3 }, () => report({}, '198.51.100.8'))
  );
  expect(flood.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'too-many' });
});

test('who runs the instance alone reads and closes it; closing comes back, and twice is as once', async () => {
  const { id } = (await listBarriers(db, administrator, 1)).items[0]!;
  const animator = await person(db, {
    roles: [{ territory: (await aTerritory(db)).id, role: 'animator' }]
  });
  for (const actor of [VISITOR, animator]) {
    await expect(listBarriers(db, actor, 1)).rejects.toThrow(Forbidden);
    await expect(closeBarrier(db, actor, id, true)).rejects.toThrow(Forbidden);
  }
  await expect(closeBarrier(db, administrator, 0, true)).rejects.toThrow(NotFound);
  const { open } = await listBarriers(db, administrator, 1);
  await Promise.all([1, 2].map(() => closeBarrier(db, administrator, id, true)));
  expect((await listBarriers(db, administrator, 1)).open).toBe(open - 1);
  expect((await listBarriers(db, administrator, 1)).items[0]!.id).not.toBe(id);
  await closeBarrier(db, administrator, id, false);
  expect((await listBarriers(db, administrator, 1)).open).toBe(open);
  const traces = await db
    .selectFrom('audit_entry')
    .select(['action', 'target_label'])
    .where('target_kind', '=', 'barrier')
    .orderBy('id')
    .execute();
  const target_label = `Signalement n° ${id}`;
  expect(traces).toEqual([
    { action: 'barrier.close', target_label },
    { action: 'barrier.reopen', target_label }
  ]);
});

test('it is erased once its time has passed, closed or not', async () => {
  const now = new Date();
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  await db.deleteFrom('access_barrier').execute();
  for (const days of [364, 366])
    for (const closed_at of [null, ago(1)])
      await db
        .insertInto('access_barrier')
        .values({ happened: `il y a ${days} jours`, reported_at: ago(days), closed_at })
        .execute();
  await purge(db, now);
  const { items } = await listBarriers(db, administrator, 1);
  expect(items.map(({ happened }) => happened)).toEqual(['il y a 364 jours', 'il y a 364 jours']);
});
