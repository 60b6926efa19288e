import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { restore } from '#domain/confidentiality/server/withholding/commands.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { aKnownTerritory, aWave, WAVE_DAY } from '../../../../../tests/factories/networks.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { PURGES } from '../retention/commands.ts';
import { getAnswering } from '../waves/answering/queries.ts';
import { answerWave, closeWave } from '../waves/commands.ts';
import { countProgress, getLedWave, listFollowed } from '../waves/followup/queries.ts';
import { readWaveNetwork } from '../waves/queries.ts';
import { removeWaveTexts, withholdWave } from '../withheld/commands.ts';
import { findWaveContent } from '../withheld/queries.ts';
import { erasePerson } from './commands.ts';
import { exportPerson } from './queries.ts';

const db = await testDatabase();
const { territory, structures, animator, member, referents } = await aKnownTerritory(db);
const { clic, dac } = structures;

beforeEach(async () => {
  await sql`truncate wave, withholding, mail_message cascade`.execute(db);
});

test('what a structure said stays when who answered for it is erased, and no more names her', async () => {
  const wave = await aWave(db, territory.id, { introduction: 'Écrire à Tom Dac.' });
  const key = { wave: wave.id, from: dac };
  await answerWave(db, referents.dac, key, { answers: [{ about: clic, level: 3 }] }, WAVE_DAY);
  expect((await exportPerson(db, referents.dac.id)).waves.answered).toMatchObject([
    { wave: 'Vague d’essai', structure: 'DAC reseau' }
  ]);
  await db
    .transaction()
    .execute((tx) =>
      erasePerson(tx, referents.dac.id, { name: 'Tom Dac', email: 'tom@exemple.test' })
    );
  expect((await exportPerson(db, referents.dac.id)).waves.answered).toEqual([]);
  const network = await readWaveNetwork(db, wave.id);
  expect(network.answers).toHaveLength(1);
  expect(network.wave.introduction).not.toContain('Tom Dac');
});

test('a wave goes with what was said in it once it is old enough, an open one never', async () => {
  const old = await aWave(db, territory.id, { said: [[dac, clic, 3]] });
  await closeWave(db, animator, old.id, WAVE_DAY);
  const open = await aWave(db, territory.id, { said: [[dac, clic, 3]] });
  const purge = (before: Date) => db.transaction().execute((tx) => PURGES.wave(tx, before));
  expect(await purge(WAVE_DAY)).toBe(0);
  expect(await purge(new Date(WAVE_DAY.getTime() + 1))).toBe(1);
  const left = await db.selectFrom('relation_answer').select('level').execute();
  expect(left).toHaveLength(1);
  expect((await readWaveNetwork(db, open.id)).answers).toHaveLength(1);
});

test('members, and the référent of another structure, read no answer, nor who answered', async () => {
  const wave = await aWave(db, territory.id, { said: [[dac, clic, 4]] });
  for (const actor of [VISITOR, member, referents.clic]) {
    await expect(getLedWave(db, actor, territory.id, wave.number)).rejects.toThrow(Forbidden);
    await expect(listFollowed(db, actor, wave)).rejects.toThrow(Forbidden);
    await expect(countProgress(db, actor, territory.id)).rejects.toThrow(Forbidden);
  }
  const rows = await listFollowed(db, animator, wave);
  const token = rows
    .find(({ name }) => name.startsWith('CLIC'))!
    .link.split('/')
    .at(-1)!;
  const page = await getAnswering(db, token, WAVE_DAY);
  expect(page.lines.map(({ kept, last }) => [kept, last]).flat()).toEqual(Array(6).fill(null));
  const forged = rows[0]!.link.split('-').at(-1)!;
  await expect(getAnswering(db, `zz-${forged}`, WAVE_DAY)).rejects.toThrow(NotFound);
});

test('the words of a wave are hidden as soon as they are reported, shown again or erased by animators', async () => {
  const wave = await aWave(db, territory.id, { introduction: 'Les mots secrets.' });
  const link = (await listFollowed(db, animator, wave))[0]!.link;
  const token = link.split('/').at(-1)!;
  const words = async () => (await getAnswering(db, token, WAVE_DAY)).wave.introduction;
  expect(await findWaveContent(db, VISITOR, 'inconnu')).toBeNull();
  await expect(withholdWave(db, VISITOR, 'inconnu')).rejects.toThrow(NotFound);
  const report = async () => {
    expect(await withholdWave(db, VISITOR, token, { address: '192.0.2.1' })).toMatchObject({
      ok: true
    });
    expect(await words()).toBe('');
    const { id } = await db
      .selectFrom('withholding')
      .select('id')
      .where('status', '=', 'withheld')
      .executeTakeFirstOrThrow();
    return id;
  };
  await restore(db, animator, await report());
  expect(await words()).toBe('Les mots secrets.');
  const again = await report();
  await expect(removeWaveTexts(db, member, again)).rejects.toThrow(Forbidden);
  await removeWaveTexts(db, animator, again);
  expect((await readWaveNetwork(db, wave.id)).wave.introduction).toBe('');
});
