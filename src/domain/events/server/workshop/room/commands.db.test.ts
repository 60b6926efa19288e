import { describe, expect, test } from 'vitest';
import { getStructure } from '#domain/directory/server/queries.ts';
import { covering } from '../../../../../../tests/factories/structures.ts';
import {
  reply,
  words,
  WORKSHOP_DAY as NOW,
  workshopsOf
} from '../../../../../../tests/factories/workshops.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { holdThrottleWindow } from '../../../../../../tests/support/throttle.ts';
import { tableReach } from '../../../workshop/reach.ts';
import { inviteToWorkshop, removeFromWorkshop } from '../commands.ts';
import { findWorkshop, readRoom, readSeat } from '../queries.ts';
import { answerCase, drawPerimeter, saveWords, setReady } from './commands.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const { networks, animator, aFiche, aRoom, draw, aCase } = await workshopsOf(db);

describe('a structure at the table', () => {
  test('covers nothing until it has drawn, and the directory knows nothing of it', async () => {
    const { event, fiche, hand } = await aRoom();
    const reachOf = async () => {
      const found = await findWorkshop(db, event, networks.here.id);
      return tableReach(found!.communes, found!.workshop.structures);
    };
    expect((await reachOf()).communes.map(({ state }) => state)).not.toContain('covered');
    await draw(hand, covering('commune A'));
    const reach = await reachOf();
    expect(reach.communes.filter(({ by }) => by.length > 0).map((one) => one.commune.code)).toEqual(
      ['A']
    );
    expect((await getStructure(db, fiche.slug)).perimeter.certainty).toBe('unknown');
    const offers = await db
      .selectFrom('structure_offer')
      .select('certainty')
      .where('structure_id', '=', fiche.id)
      .execute();
    expect(offers.filter(({ certainty }) => certainty === 'declared')).toEqual([]);
  });

  test('two people who write at once: one is told, with what the other wrote, and nothing is lost', async () => {
    const { token, hand, seat } = await aRoom();
    const outcomes = await Promise.all([
      saveWords(db, hand, words('Visites', seat.stamp)),
      saveWords(db, hand, words('Repas', seat.stamp))
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'stale' });
    const { own } = await readSeat(db, token, seat.id);
    expect(await saveWords(db, hand, words('Visites et repas', own.stamp))).toEqual({ ok: true });
  });

  test('gestures that add are kept together; a whole list of boxes seen before is refused', async () => {
    const { token, hand, seat } = await aRoom();
    const add = (code: string) =>
      drawPerimeter(db, hand, {
        ...{ version: seat.version, isWhole: false, from: covering('commune C') },
        apply: (now) => ({ ...now, include: [...now.include, { level: 'commune', code }] })
      });
    expect(await Promise.all([add('A'), add('B')])).toEqual([{ ok: true }, { ok: true }]);
    expect([...(await readSeat(db, token, seat.id)).own.reached].sort()).toEqual(['A', 'B', 'C']);
    const whole = await draw(hand, covering('commune A'), seat.version, true);
    expect(whole).toEqual({ ok: false, reason: 'stale' });
  });

  test('after its last word changes nothing until it takes it back', async () => {
    const { hand, seat } = await aRoom();
    expect(await setReady(db, hand, { ready: true }, NOW)).toEqual({ ok: false, reason: 'empty' });
    await draw(hand, covering('commune A'));
    expect(await setReady(db, hand, { ready: true }, NOW)).toEqual({ ok: true });
    const ready = { ok: false, reason: 'ready' };
    expect(await draw(hand, covering('commune B'))).toEqual(ready);
    expect(await saveWords(db, hand, words('Tout', seat.stamp))).toEqual(ready);
    await setReady(db, hand, { ready: false }, NOW);
    expect(await draw(hand, covering('commune B'))).toEqual({ ok: true });
  });

  test('its texts wait for a second reading when somebody may be recognised in them', async () => {
    const { hand, seat } = await aRoom();
    const telling = words('Appeler pour NIR 2 42 03 82 112 005 71', seat.stamp);
    expect(await saveWords(db, hand, telling)).toMatchObject({ reason: 'second-reading' });
  });

  test('stays once it has said something', async () => {
    const { event, hand, seat } = await aRoom();
    await draw(hand, covering('commune A'));
    expect(await removeFromWorkshop(db, animator, event, seat.id)).toEqual({
      ...{ ok: false, reason: 'has-said' }
    });
    const silent = await aRoom();
    expect(await removeFromWorkshop(db, animator, silent.event, silent.seat.id)).toEqual({
      ok: true
    });
  });
});

test('a seat tells nothing of what the others said', async () => {
  const { event, token, seat } = await aRoom();
  const other = await aFiche();
  await inviteToWorkshop(db, animator, event, [other.slug]);
  const theirs = (await readRoom(db, token)).workshop.structures.find(
    ({ slug }) => slug === other.slug
  )!;
  const hand = { token, structure: theirs.id, address: '203.0.113.4' };
  const id = await aCase(event);
  await answerCase(db, hand, id, { ...reply('us'), comment: 'parole discrète' });
  await saveWords(db, hand, words('parole discrète', theirs.stamp));
  const { communes: _, ...own } = await readSeat(db, token, seat.id);
  expect(JSON.stringify(own)).not.toContain('discrète');
});
