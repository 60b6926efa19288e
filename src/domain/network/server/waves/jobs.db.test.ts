import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aKnownTerritory, aWave, WAVE_DAY } from '../../../../../tests/factories/networks.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { Forbidden } from '#shared/errors.ts';
import { answerWave, closeWave, openWave } from './commands.ts';
import { keepWaves } from './jobs.ts';
import { findWaveById } from './queries.ts';
import { remindWave } from './sending/commands.ts';

const db = await testDatabase();
const { territory, structures, animator, member, referents } = await aKnownTerritory(db);
const { clic, dac } = structures;
const at = (day: string) => new Date(`${day}T07:00:00Z`);

beforeEach(async () => {
  await sql`truncate wave, mail_message, audit_entry cascade`.execute(db);
});

async function reminders(): Promise<string[]> {
  const rows = await db
    .selectFrom('mail_message')
    .select('recipient_name')
    .where('subject', 'like', 'Rappel%')
    .orderBy('recipient_name')
    .execute();
  return rows.map(({ recipient_name }) => recipient_name);
}

describe('what a wave does by itself', () => {
  test('five days before its last one, those who have not finished are reminded, once', async () => {
    const wave = await aWave(db, territory.id, { said: [[dac, clic, 1]] });
    const finish = { answers: [{ about: clic, level: 2 as const }], finished: true };
    await answerWave(db, referents.dac, { wave: wave.id, from: dac }, finish, WAVE_DAY);
    expect(await keepWaves(db, at('2027-03-17'))).toBe(0);
    expect(await Promise.all([1, 2].map(() => keepWaves(db, at('2027-03-18'))))).toEqual(
      expect.arrayContaining([0, 2])
    );
    expect(await keepWaves(db, at('2027-03-20'))).toBe(0);
    expect(await reminders()).toEqual(['Inès Clic', 'Lucie Cpts']);
  });

  test('it closes the day after its last one', async () => {
    const { id } = await aWave(db, territory.id);
    await keepWaves(db, at('2027-03-23'));
    expect((await findWaveById(db, id))!.status).toBe('open');
    await keepWaves(db, at('2027-03-24'));
    expect(await findWaveById(db, id)).toMatchObject({
      ...{ status: 'closed', closedAt: at('2027-03-24') }
    });
  });
});

describe('a reminder of the animator', () => {
  test('leaves once a day at most, not the day the wave opens, nor once it is closed', async () => {
    const wave = await aWave(db, territory.id, { isDraft: true });
    const remind = (day: string) => remindWave(db, animator, wave.id, at(day));
    expect(await remind('2027-03-02')).toMatchObject({ reason: 'not-open' });
    await openWave(db, animator, wave.id, WAVE_DAY);
    expect(await remind('2027-03-02')).toMatchObject({ reason: 'too-soon' });
    expect(await remind('2027-03-05')).toEqual({ ok: true, sent: 3 });
    expect(await remind('2027-03-05')).toMatchObject({ reason: 'too-soon' });
    await expect(remindWave(db, member, wave.id, at('2027-03-06'))).rejects.toThrow(Forbidden);
    await closeWave(db, animator, wave.id, at('2027-03-06'));
    expect(await remind('2027-03-07')).toMatchObject({ reason: 'not-open' });
  });

  test('says that what was begun is kept, and never that silence is « ne connaît pas »', async () => {
    const wave = await aWave(db, territory.id, { said: [[dac, clic, 1]] });
    await remindWave(db, animator, wave.id, at('2027-03-05'));
    const { text_body } = await db
      .selectFrom('mail_message')
      .select('text_body')
      .where('recipient_name', '=', 'Tom Dac')
      .executeTakeFirstOrThrow();
    expect(text_body).toContain('vos réponses sont gardées. Il reste 1 structure à situer');
    expect(text_body).toContain('on dira qu’on ne sait pas');
  });
});
