import { describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { person } from '../../../../../tests/factories/people.ts';
import { covering } from '../../../../../tests/factories/structures.ts';
import {
  reply,
  words,
  WORKSHOP_DAY as NOW,
  workshopsOf
} from '../../../../../tests/factories/workshops.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { holdThrottleWindow } from '../../../../../tests/support/throttle.ts';
import {
  inviteToWorkshop,
  keepPoints,
  removeFromWorkshop,
  renewWorkshopLink,
  settlePoint,
  setWorkshopStatus
} from './commands.ts';
import { findWorkshop, listUnsettledPoints, readRoom } from './queries.ts';
import { answerCase, saveWords, setReady } from './room/commands.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const { networks, animator, aFiche, aRoom, draw, aCase } = await workshopsOf(db);

describe('a room', () => {
  test('is prepared by those who manage the edition alone', async () => {
    const { event, seat } = await aRoom();
    const member = await person(db, { roles: [{ territory: networks.here.id, role: 'member' }] });
    for (const actor of [VISITOR, member]) {
      for (const refused of [
        () => setWorkshopStatus(db, actor, event, 'closed', NOW),
        () => renewWorkshopLink(db, actor, event),
        () => inviteToWorkshop(db, actor, event, ['x']),
        () => removeFromWorkshop(db, actor, event, seat.id),
        () => keepPoints(db, actor, event, { whats: ['x'], reread: true }),
        () => settlePoint(db, actor, event, { id: 1, settled: true }, NOW)
      ])
        await expect(refused()).rejects.toThrow(Forbidden);
    }
  });

  test('is written in only while it is open, by its present link, for a structure of its table', async () => {
    const { event, hand, seat } = await aRoom();
    const other = await aRoom();
    await expect(
      draw({ ...hand, structure: other.seat.id }, covering('commune A'))
    ).rejects.toThrow(NotFound);
    await setWorkshopStatus(db, animator, event, 'closed', NOW);
    const closed = { ok: false, reason: 'closed' };
    expect(await draw(hand, covering('commune A'))).toEqual(closed);
    expect(await saveWords(db, hand, words('Tout', seat.stamp))).toEqual(closed);
    expect(await setReady(db, hand, { ready: true }, NOW)).toEqual(closed);
    expect(await answerCase(db, hand, await aCase(event), reply('us'))).toEqual(closed);
    await renewWorkshopLink(db, animator, event);
    await expect(readRoom(db, hand.token)).rejects.toThrow(NotFound);
    await expect(draw(hand, covering('commune A'))).rejects.toThrow(NotFound);
    await expect(readRoom(db, 'zz-rien')).rejects.toThrow(NotFound);
  });

  test('a cancelled edition is a closed room', async () => {
    const { event, hand } = await aRoom();
    await db.updateTable('event').set({ status: 'cancelled' }).where('id', '=', event).execute();
    expect(await draw(hand, covering('commune A'))).toEqual({ ok: false, reason: 'closed' });
  });

  test('a flood is stopped', async () => {
    const { hand } = await aRoom();
    const outcomes = new Set<string>();
    for (let at = 0; at < 305; at++) {
      const done = await setReady(db, hand, { ready: false }, new Date());
      outcomes.add(done.ok ? 'ok' : done.reason);
    }
    expect(outcomes).toEqual(new Set(['ok', 'too-many']));
  });
});

test('what remains to settle is kept once, settled with one gesture, and given to the compte rendu', async () => {
  const { event } = await aRoom();
  const whats = ['Qui le week-end ?', 'Qui le week-end ?', 'Et la nuit ?'];
  await keepPoints(db, animator, event, { whats, reread: false });
  await keepPoints(db, animator, event, { whats, reread: false });
  const left = await listUnsettledPoints(db, event);
  expect(left.map(({ what }) => what).sort()).toEqual(['Et la nuit ?', 'Qui le week-end ?']);
  await settlePoint(db, animator, event, { id: left[0]!.id, settled: true }, NOW);
  expect(await listUnsettledPoints(db, event)).toEqual([left[1]]);
});

test('the workshop is read in as many statements for three structures as for one', async () => {
  const { event } = await aRoom();
  const read = () =>
    countingStatements(db, (counted) => findWorkshop(counted, event, networks.here.id));
  const before = await read();
  await inviteToWorkshop(db, animator, event, [(await aFiche()).slug, (await aFiche()).slug]);
  await aCase(event);
  expect(await read()).toBe(before);
});
