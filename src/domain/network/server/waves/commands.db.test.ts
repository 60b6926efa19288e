import { beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { Forbidden } from '#shared/errors.ts';
import { aKnownTerritory, aWave, WAVE_DAY } from '../../../../../tests/factories/networks.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { waveInput } from '../../forms.ts';
import { answerWave, closeWave, createWave, openWave } from './commands.ts';
import { findWaveById, listWaves, readWaveNetwork } from './queries.ts';

const db = await testDatabase();
const { territory, structures, animator, member, referents } = await aKnownTerritory(db);
const { clic, dac, cpts, ssiad } = structures;

beforeEach(async () => {
  await sql`truncate wave, mail_message, audit_entry cascade`.execute(db);
});

describe('a wave', () => {
  test('asks each structure about those with which it shares communes, and leaves out what nobody knows', async () => {
    const wave = await aWave(db, territory.id);
    const network = await readWaveNetwork(db, wave.id);
    expect(network.structures.map(({ structure }) => structure).sort()).toEqual(
      [clic, dac, cpts, ssiad].sort()
    );
    const shared = (a: number, b: number) =>
      network.pairs.find((pair) => pair.a === Math.min(a, b) && pair.b === Math.max(a, b))
        ?.communes;
    expect([shared(clic, dac), shared(clic, cpts), shared(clic, ssiad)]).toEqual([2, 2, 1]);
    expect([shared(dac, cpts), shared(cpts, ssiad), shared(dac, ssiad)]).toEqual([1, 1, undefined]);
    expect(network.pairs).toHaveLength(5);
    expect(network.answers).toEqual([]);
  });

  test('keeps what a structure says of each, once, as it said it last', async () => {
    const wave = await aWave(db, territory.id, {
      said: [
        [dac, clic, 2],
        [dac, clic, 3],
        [clic, dac, 0]
      ]
    });
    expect((await readWaveNetwork(db, wave.id)).answers).toEqual(
      expect.arrayContaining([
        { from: dac, about: clic, level: 3 },
        { from: clic, about: dac, level: 0 }
      ])
    );
  });

  test('writes once to each référent, and to nobody for whom there is none', async () => {
    const wave = await aWave(db, territory.id, { isDraft: true });
    expect(await openWave(db, animator, wave.id, WAVE_DAY)).toEqual({
      ...{ ok: true, structures: 4, pairs: 5, sent: 3 }
    });
    const mails = await db
      .selectFrom('mail_message')
      .select(['recipient_name', 'text_body'])
      .execute();
    expect(mails.map(({ recipient_name }) => recipient_name).sort()).toEqual([
      ...['Inès Clic', 'Lucie Cpts', 'Tom Dac']
    ]);
    expect(mails[0]!.text_body).toMatch(/\/interconnaissance\/[0-9a-z]+-[\w-]{43}\n/);
  });
});

describe('what is refused', () => {
  test('opening a wave that is open, that has no last day, or beside another', async () => {
    const first = await aWave(db, territory.id);
    expect(await openWave(db, animator, first.id, WAVE_DAY)).toMatchObject({ reason: 'not-draft' });
    const second = await aWave(db, territory.id, { isDraft: true });
    expect(await openWave(db, animator, second.id, WAVE_DAY)).toMatchObject({
      reason: 'another-open'
    });
    const endless = await aWave(db, territory.id, { isDraft: true, closesOn: '' });
    expect(await openWave(db, animator, endless.id, WAVE_DAY)).toMatchObject({
      reason: 'no-closing'
    });
  });

  test('making, opening and closing a wave, to members', async () => {
    const input = waveInput.parse({ title: 'Essai' });
    expect(() => createWave(db, member, territory.id, { input })).toThrow(Forbidden);
    const wave = await aWave(db, territory.id, { isDraft: true });
    await expect(openWave(db, member, wave.id, WAVE_DAY)).rejects.toThrow(Forbidden);
    await expect(closeWave(db, member, wave.id, WAVE_DAY)).rejects.toThrow(Forbidden);
  });

  test('answering for another structure, about one that is not asked about, or once it is closed', async () => {
    const wave = await aWave(db, territory.id);
    const say = (from: typeof dac, about: typeof dac) =>
      answerWave(
        ...([db, referents.dac, { wave: wave.id, from }] as const),
        { answers: [{ about, level: 1 }] },
        WAVE_DAY
      );
    await expect(say(clic, dac)).rejects.toThrow(Forbidden);
    await expect(say(dac, ssiad)).rejects.toThrow(Forbidden);
    expect(await say(dac, clic)).toMatchObject({ ok: true, written: 1 });
    await closeWave(db, animator, wave.id, WAVE_DAY);
    expect(await say(dac, clic)).toEqual({ ok: false, reason: 'not-open' });
    expect((await findWaveById(db, wave.id))!.status).toBe('closed');
    expect(await listWaves(db, territory.id)).toHaveLength(1);
  });
});
