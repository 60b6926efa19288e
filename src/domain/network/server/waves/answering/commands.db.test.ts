import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { aKnownTerritory, aWave, WAVE_DAY } from '../../../../../../tests/factories/networks.ts';
import { person } from '../../../../../../tests/factories/people.ts';
import { countingStatements } from '../../../../../../tests/support/statements.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../../tests/support/waiting.ts';
import { without } from '../../../../../../tests/support/without.ts';
import type { Level } from '../../../model.ts';
import { closeWave } from '../commands.ts';
import { listFollowed } from '../followup/queries.ts';
import { revokeWaveLink } from '../links/commands.ts';
import { readWaveNetwork } from '../queries.ts';
import { answerWave, repeatLastAnswers } from './commands.ts';
import { getAnswering, listOwnWaves } from './queries.ts';

const db = await testDatabase();
const { territory, structures, animator, member, referents } = await aKnownTerritory(db);
const { clic, dac, cpts, ssiad } = structures;
const LATER = new Date('2027-03-03T09:00:00Z');

beforeEach(async () => {
  await sql`truncate wave, mail_message, audit_entry cascade`.execute(db);
});

async function aHand(wave: Awaited<ReturnType<typeof aWave>>, name: string) {
  const rows = await listFollowed(db, animator, wave);
  const { id, link } = rows.find((row) => row.name.startsWith(name))!;
  return { id, token: link.split('/').at(-1)! };
}

describe('the page of a structure', () => {
  test('shows those it shares communes with, what it says, what it said last time, and nothing of others', async () => {
    const before = await aWave(db, territory.id, {
      said: [
        [dac, clic, 3],
        [clic, dac, 4]
      ]
    });
    await closeWave(db, animator, before.id, WAVE_DAY);
    const now = await aWave(db, territory.id, { said: [[cpts, dac, 4]], now: LATER });
    const { token } = await aHand(now, 'DAC');
    const read = await getAnswering(db, token, LATER);
    expect(
      read.lines.map(({ about, communes, kept, last }) => [about, communes, kept, last])
    ).toEqual([
      [clic, 2, null, 3],
      [cpts, 1, null, null]
    ]);
    expect(read.spokeBefore).toBe(true);
    expect(JSON.stringify(read.lines)).not.toMatch(/"(kept|last)":4/);
  });

  test('proposes « a déjà échangé » of those it has met since it last spoke, which are not repeated', async () => {
    await sql`truncate introduction`.execute(db);
    const met = (one: StructureId, other: StructureId, at: string, status = 'made') =>
      sql`insert into introduction (territory_id, a_id, b_id, status, changed_at)
        values (${territory.id}, ${Math.min(one, other)}, ${Math.max(one, other)}, ${status}, ${at})`.execute(
        db
      );
    const before = await aWave(db, territory.id, {
      said: [
        [clic, dac, 1],
        [clic, cpts, 1],
        [dac, clic, 4]
      ]
    });
    await closeWave(db, animator, before.id, WAVE_DAY);
    const next = await aWave(db, territory.id, { now: LATER });
    const { token } = await aHand(next, 'CLIC');
    const proposed = async (key = token) =>
      (await getAnswering(db, key, LATER)).lines.map(({ about, last, proposed: level }) => [
        ...[about, last, level]
      ]);
    expect((await proposed()).every(([, , level]) => level === null)).toBe(true);

    // Met before it spoke: it has said what it thinks of it. Planned: not met.
    await met(clic, cpts, '2026-01-01T00:00:00Z');
    await met(clic, ssiad, '2027-03-02T20:00:00Z', 'planned');
    expect((await proposed()).every(([, , level]) => level === null)).toBe(true);

    await met(clic, dac, '2027-03-02T20:00:00Z');
    await sql`update introduction set status = 'made' where status = 'planned'`.execute(db);
    expect(await proposed()).toEqual(
      expect.arrayContaining([
        [dac, 1, 2],
        [cpts, 1, null],
        [ssiad, null, 2]
      ])
    );
    // It says so of the two, each in its own page; who said more already is proposed nothing less.
    expect(await proposed((await aHand(next, 'DAC')).token)).toContainEqual([clic, 4, null]);

    const repeated = await repeatLastAnswers(db, VISITOR, { token }, LATER);
    expect(repeated).toMatchObject({ ok: true, written: 1 });
    const kept = (await getAnswering(db, token, LATER)).lines.map((line) => [
      line.about,
      line.kept
    ]);
    expect(kept).toEqual(
      expect.arrayContaining([
        [dac, null],
        [cpts, 1],
        [ssiad, null]
      ])
    );
    await sql`truncate introduction`.execute(db);
  });

  test('is read with as many statements for one line as for three', async () => {
    const wave = await aWave(db, territory.id);
    const [one, three] = [await aHand(wave, 'SSIAD'), await aHand(wave, 'CLIC')];
    const count = (token: string) =>
      countingStatements(db, (counted) => getAnswering(counted, token, LATER));
    expect((await getAnswering(db, three.token, LATER)).lines).toHaveLength(3);
    expect(await count(three.token)).toBe(await count(one.token));
  });

  test('serves no more once its link is changed, and what was said stays', async () => {
    const wave = await aWave(db, territory.id, { said: [[dac, clic, 2]] });
    const { id, token } = await aHand(wave, 'DAC');
    await revokeWaveLink(db, animator, wave.id, id);
    await expect(getAnswering(db, token, LATER)).rejects.toThrow(NotFound);
    await expect(answerWave(db, VISITOR, { token }, { answers: [] }, LATER)).rejects.toThrow(
      NotFound
    );
    const again = await aHand(wave, 'DAC');
    expect((await getAnswering(db, again.token, LATER)).lines[0]!.kept).toBe(2);
  });

  test('is in the space of its référents, and of nobody else', async () => {
    const wave = await aWave(db, territory.id, { said: [[dac, clic, 2]] });
    const own = async (actor: Actor) =>
      actor.kind === 'person' ? listOwnWaves(db, actor.referentOf, LATER) : [];
    expect(await own(referents.dac)).toMatchObject([{ lines: 2, said: 1, isFinished: false }]);
    expect(await own(member)).toEqual([]);
    await closeWave(db, animator, wave.id, LATER);
    expect(await own(referents.dac)).toEqual([]);
  });
});

describe('what a structure says', () => {
  test('is finished when it says so, once it has said something, and may change until the wave closes', async () => {
    const wave = await aWave(db, territory.id);
    const key = { token: (await aHand(wave, 'DAC')).token };
    const finish = () => answerWave(db, VISITOR, key, { answers: [], finished: true }, LATER);
    expect(await finish()).toEqual({ ok: false, reason: 'empty' });
    await answerWave(db, VISITOR, key, { answers: [{ about: clic, level: 0 }] }, LATER);
    expect(await finish()).toMatchObject({ ok: true });
    await answerWave(db, VISITOR, key, { answers: [{ about: clic, level: 2 }] }, LATER);
    const [row] = (await readWaveNetwork(db, wave.id)).structures.filter(
      (s) => s.structure === dac
    );
    expect(row).toMatchObject({ answeredAt: LATER, finishedAt: LATER });
  });

  test('« tout comme la dernière fois » fills what is not said yet, and only that', async () => {
    const before = await aWave(db, territory.id, {
      said: [
        [cpts, clic, 3],
        [cpts, dac, 1],
        [cpts, ssiad, 0]
      ]
    });
    await closeWave(db, animator, before.id, WAVE_DAY);
    const now = await aWave(db, territory.id, { said: [[cpts, clic, 4]], now: LATER });
    const key = { wave: now.id, from: cpts };
    expect(await repeatLastAnswers(db, referents.cpts, key, LATER)).toMatchObject({ written: 2 });
    const { answers } = await readWaveNetwork(db, now.id);
    expect(answers.map(({ about, level }) => [about, level]).sort()).toEqual(
      [
        [clic, 4],
        [dac, 1],
        [ssiad, 0]
      ].sort()
    );
  });

  test('is refused the day after the last one, before anything has closed the wave', async () => {
    const wave = await aWave(db, territory.id, { closesOn: '2027-03-04' });
    const key = { token: (await aHand(wave, 'DAC')).token };
    const late = new Date('2027-03-05T08:00:00Z');
    expect(
      await answerWave(db, VISITOR, key, { answers: [{ about: clic, level: 1 }] }, late)
    ).toEqual({ ok: false, reason: 'not-open' });
    expect((await getAnswering(db, key.token, late)).lines).toEqual([]);
  });

  test('follows a structure that was merged with another', async () => {
    const wave = await aWave(db, territory.id, {
      said: [
        [clic, dac, 1],
        [clic, cpts, 3],
        [cpts, clic, 2]
      ]
    });
    const { token } = await aHand(wave, 'CLIC');
    await db.updateTable('structure').set({ merged_into: cpts }).where('id', '=', dac).execute();
    const network = await readWaveNetwork(db, wave.id);
    expect(network.structures.map(({ structure }) => structure)).not.toContain(dac);
    expect(network.answers.filter(({ from }) => from === clic)).toHaveLength(1);
    expect(network.pairs.some(({ a, b }) => a === b)).toBe(false);
    const lines = (await getAnswering(db, token, LATER)).lines;
    expect(lines.map(({ about }) => about).sort()).toEqual([cpts, ssiad].sort());
    await answerWave(db, VISITOR, { token }, { answers: [{ about: cpts, level: 4 }] }, LATER);
    expect((await readWaveNetwork(db, wave.id)).answers).toContainEqual({
      ...{ from: clic, about: cpts, level: 4 }
    });
    await db.updateTable('structure').set({ merged_into: null }).where('id', '=', dac).execute();
  });
});

describe('two people of a structure at once', () => {
  /** Two send while a third holds the structure: both have read the page before either is kept. */
  async function together(
    over: Database,
    first: { about: typeof clic; level: Level },
    second: { about: typeof clic; level: Level }
  ) {
    const wave = await aWave(db, territory.id);
    const { id, token } = await aHand(wave, 'DAC');
    const colleague = await person(db, { referentOf: [dac] });
    const send = (actor: Actor, line: typeof first) =>
      answerWave(over, actor, { token }, { answers: [{ ...line, seen: null }] }, LATER);
    let sent: Promise<unknown>[] = [];
    await db.transaction().execute(async (tx) => {
      await sql`select from wave_structure where id = ${id} for update`.execute(tx);
      sent = [send(VISITOR, first), send(colleague, second)];
      await untilWaiting(db, 2);
    });
    const outcomes = (await Promise.all(sent)) as { replaced: number[] }[];
    return { outcomes, network: await readWaveNetwork(db, wave.id) };
  }

  test('on two lines: both are kept', async () => {
    const { network } = await together(db, { about: clic, level: 1 }, { about: cpts, level: 3 });
    expect(network.answers).toHaveLength(2);
  });

  test('on one line: the last wins, and is told that she replaced the other', async () => {
    const { outcomes, network } = await together(
      ...([db, { about: clic, level: 1 }, { about: clic, level: 3 }] as const)
    );
    expect(network.answers).toHaveLength(1);
    expect(outcomes.map(({ replaced }) => replaced.length).sort()).toEqual([0, 1]);
  });

  test('without the lock of the structure, nobody would be told', async () => {
    const unlocked = without(db, ' for update');
    const { outcomes } = await unheld(unlocked.db);
    unlocked.missed();
    expect(outcomes.map(({ replaced }) => replaced.length)).toEqual([0, 0]);
  });

  /** The same two, held at their writing instead: a row of their answer is taken by a third. */
  async function unheld(over: Database) {
    const wave = await aWave(db, territory.id);
    const { id, token } = await aHand(wave, 'DAC');
    const about = await aHand(wave, 'CLIC');
    const send = (level: Level) =>
      answerWave(
        over,
        VISITOR,
        { token },
        { answers: [{ about: clic, level, seen: null }] },
        LATER
      );
    let sent: Promise<unknown>[] = [];
    await db
      .transaction()
      .execute(async (tx) => {
        await sql`insert into relation_answer (from_id, about_id, level) values (${id}, ${about.id}, 0)`.execute(
          tx
        );
        sent = [send(1), send(3)];
        await untilWaiting(db, 2);
        throw new Error('undone');
      })
      .catch(() => undefined);
    return { outcomes: (await Promise.all(sent)) as { replaced: number[] }[] };
  }
});
