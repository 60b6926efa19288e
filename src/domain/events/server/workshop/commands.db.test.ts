import { beforeAll, describe, expect, test } from 'vitest';
import { createStructure } from '#domain/directory/server/commands.ts';
import { getStructure } from '#domain/directory/server/queries.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { PerimeterInput } from '#domain/territory/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, StructureId, WorkshopStructureId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { twoNetworks } from '../../../../../tests/factories/networks.ts';
import { person } from '../../../../../tests/factories/people.ts';
import { aStructure, covering, UNKNOWN } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { holdThrottleWindow } from '../../../../../tests/support/throttle.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { tableReach } from '../../workshop/reach.ts';
import { applyToFiche } from './applying/commands.ts';
import { deleteCase, saveCase, setCaseStatus } from './cases/commands.ts';
import {
  inviteToWorkshop,
  keepPoints,
  removeFromWorkshop,
  renewWorkshopLink,
  setWorkshopStatus,
  settlePoint
} from './commands.ts';
import { findWorkshop, listUnsettledPoints, readRoom, readSeat, workshopToken } from './queries.ts';
import { answerCase, drawPerimeter, saveWords, setReady, type Hand } from './room/commands.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const NOW = new Date('2027-03-18T10:00:00Z');
let networks: Awaited<ReturnType<typeof twoNetworks>>;
let animator: PersonActor;

beforeAll(async () => {
  networks = await twoNetworks(db);
  animator = await networks.animator();
});

let made = 0;
async function aFiche(): Promise<{ id: StructureId; slug: string }> {
  made += 1;
  const input = aStructure({ name: `Structure ${made}`, territories: ['ici'], perimeter: UNKNOWN });
  const id = await createStructure(db, operator('test'), input);
  const { slug } = await db
    .selectFrom('structure')
    .select('slug')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { id, slug };
}

/** An open room with one structure at its table. */
async function aRoom() {
  const { id: event } = await anEvent(db, networks.here.id);
  const fiche = await aFiche();
  await inviteToWorkshop(db, animator, event, [fiche.slug]);
  await setWorkshopStatus(db, animator, event, 'open', NOW);
  const token = workshopToken(event, 1);
  const seat = (await readRoom(db, token)).workshop.structures[0]!;
  const hand: Hand = { token, structure: seat.id, address: '203.0.113.4' };
  return { event, fiche, token, seat, hand };
}

const draw = (hand: Hand, perimeter: PerimeterInput, version = 1, isWhole = false) =>
  drawPerimeter(db, hand, { version, isWhole, from: UNKNOWN, apply: () => perimeter });
const words = (does: string, stamp: string) => ({
  ...{ does, doesNot: '', doubts: '', stamp, reread: false }
});

async function aCase(event: EventId, status: 'asked' | 'hidden' = 'asked') {
  const input = { story: 'Qui appeler ?', commune: 'A', theme: '', audience: '', reread: false };
  const outcome = await saveCase(db, animator, event, null, input);
  if (!outcome.ok) throw new Error(outcome.reason);
  await setCaseStatus(db, animator, event, outcome.id, status);
  return outcome.id;
}
const reply = (answer: 'us' | 'not-us', known = '') => ({
  ...{ answer, comment: '', known, reread: false }
});

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

describe('a fictional case', () => {
  test('is answered once asked, and a colleague who answers otherwise is told', async () => {
    const { event, token, hand, seat } = await aRoom();
    const id = await aCase(event, 'hidden');
    expect(await answerCase(db, hand, id, reply('us'))).toEqual({ ok: false, reason: 'not-asked' });
    expect((await readSeat(db, token, seat.id)).cases).toEqual([]);
    await setCaseStatus(db, animator, event, id, 'asked');
    expect(await answerCase(db, hand, id, reply('us'))).toEqual({ ok: true });
    expect(await answerCase(db, hand, id, reply('not-us'))).toEqual({ ok: false, reason: 'stale' });
    const [one] = (await readSeat(db, token, seat.id)).cases;
    const again = await answerCase(db, hand, id, reply('not-us', one!.reply!.updatedAt));
    expect(again).toEqual({ ok: true });
  });

  test('of another room is not answered from this one', async () => {
    const { hand } = await aRoom();
    const other = await aRoom();
    const id = await aCase(other.event);
    expect(await answerCase(db, hand, id, reply('us'))).toEqual({ ok: false, reason: 'not-asked' });
  });

  test('that somebody answered is neither changed nor removed', async () => {
    const { event, hand } = await aRoom();
    const id = await aCase(event);
    await answerCase(db, hand, id, reply('us'));
    const input = { story: 'Autre', commune: '', theme: '', audience: '', reread: false };
    const answered = { ok: false, reason: 'answered' };
    expect(await saveCase(db, animator, event, id, input)).toEqual(answered);
    expect(await deleteCase(db, animator, event, id)).toEqual(answered);
  });
});

describe('what was said, applied to the fiche', () => {
  async function said() {
    const room = await aRoom();
    await draw(room.hand, covering('commune A'));
    await saveWords(db, room.hand, words('Visites à domicile', room.seat.stamp));
    return room;
  }

  test('waits for the last word, changes the fiche once, confirms it, and is in its history', async () => {
    const { fiche, hand, seat, token } = await said();
    const apply = () => applyToFiche(db, animator, seat.id, NOW);
    expect(await apply()).toEqual({ ok: false, reason: 'not-ready' });
    await setReady(db, hand, { ready: true }, NOW);
    const outcomes = await Promise.all([apply(), apply()]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'already' });
    expect(await getStructure(db, fiche.slug)).toMatchObject({
      ...{ description: 'Visites à domicile', reliability: 'confirmed' },
      perimeter: { certainty: 'declared', include: [{ level: 'commune', code: 'A' }] }
    });
    const history = await db
      .selectFrom('structure_history')
      .select('kind')
      .where('structure_id', '=', fiche.id)
      .orderBy('id')
      .execute();
    expect(history.map(({ kind }) => kind)).toEqual(['created', 'updated', 'confirmed']);
    // What is drawn here stays its own: the fiche has a copy.
    expect((await readSeat(db, token, seat.id)).own.certainty).toBe('declared');
  });

  test('is done by whoever may change the fiche: its référent, the animator of its territory', async () => {
    const { fiche, hand, seat } = await said();
    await setReady(db, hand, { ready: true }, NOW);
    const elsewhere = await person(db, {
      roles: [{ territory: networks.elsewhere.id, role: 'animator' }]
    });
    for (const actor of [VISITOR, elsewhere])
      await expect(applyToFiche(db, actor, seat.id, NOW)).rejects.toThrow(Forbidden);
    const referent = await person(db, { referentOf: [fiche.id] });
    expect(await applyToFiche(db, referent, seat.id, NOW)).toMatchObject({ ok: true });
    await expect(applyToFiche(db, animator, 999_999 as WorkshopStructureId, NOW)).rejects.toThrow(
      NotFound
    );
  });

  test('said again after it was applied, it is to be applied again', async () => {
    const { hand, seat } = await said();
    await setReady(db, hand, { ready: true }, NOW);
    await applyToFiche(db, animator, seat.id, NOW);
    await setReady(db, hand, { ready: false }, NOW);
    await draw(hand, covering('commune B'));
    await setReady(db, hand, { ready: true }, NOW);
    expect(await applyToFiche(db, animator, seat.id, NOW)).toMatchObject({ ok: true });
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

test('the workshop is read in as many statements for three structures as for one', async () => {
  const { event } = await aRoom();
  const read = () =>
    countingStatements(db, (counted) => findWorkshop(counted, event, networks.here.id));
  const before = await read();
  await inviteToWorkshop(db, animator, event, [(await aFiche()).slug, (await aFiche()).slug]);
  await aCase(event);
  expect(await read()).toBe(before);
});
