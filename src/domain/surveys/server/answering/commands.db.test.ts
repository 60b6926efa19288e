import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { closeSurvey } from '#domain/surveys/server/opening/commands.ts';
import type { Survey } from '#domain/surveys/model.ts';
import { connect } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aComer, anOpenSurvey, answer, typing } from '../../../../../tests/factories/surveys.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { RACED } from '../../../../../tests/support/raced.ts';
import { without } from '../../../../../tests/support/without.ts';
import { answerSurvey } from './commands.ts';
import { getAsked } from './queries.ts';

const NOW = new Date('2027-03-01T10:00:00Z');
const url = await testDatabaseUrl();
const db = connect(url);
/** Another server of the same instance. */
const other = connect(url);
afterAll(() => Promise.all([db.destroy(), other.destroy()]));
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });

let event: EventId;
let survey: Survey;
let tokens: string[];

beforeEach(async () => {
  event = (await anEvent(db, territory.id)).id;
  for (let turn = 0; turn < 3; turn += 1) await aComer(db, event);
  ({ survey, tokens } = await anOpenSurvey(db, animator, event, { now: NOW }));
});

const answers = async () =>
  (
    await db.selectFrom('survey_answer').selectAll().where('survey_id', '=', survey.id).execute()
  ).map(({ said }) => said as Record<string, unknown>);
const send = (token: string, said: Parameters<typeof typing>[1]) =>
  answerSurvey(db, token, { typed: typing(survey, said) }, NOW);

describe('a finished answer', () => {
  test('is kept and spends its link, that opens afterwards on thanks without the questions', async () => {
    expect(await getAsked(db, tokens[0]!, NOW)).toMatchObject({ state: 'open' });
    expect(await send(tokens[0]!, { 0: 'Des contacts', 2: 'Oui, régulièrement' })).toEqual({
      ok: true
    });
    const [hope, , already] = survey.questions;
    expect(await answers()).toEqual([
      { [hope!.id]: 'Des contacts', [already!.id]: 'Oui, régulièrement' }
    ]);
    expect(await getAsked(db, tokens[0]!, NOW)).toMatchObject({ state: 'answered', questions: [] });
    expect(await send(tokens[0]!, { 0: 'Encore' })).toEqual({ ok: false, reason: 'answered' });
    expect(await answers()).toHaveLength(1);
  });

  test('leaves out what was typed to a question that is not asked', async () => {
    await answer(
      db,
      tokens[0]!,
      typing(survey, { 0: 'Voir', 2: 'Oui, régulièrement', 3: 'Le temps' }),
      NOW
    );
    await answer(
      db,
      tokens[1]!,
      typing(survey, { 0: 'Lire', 2: 'De temps en temps', 3: 'Le temps' }),
      NOW
    );
    const held = (await answers()).map((said) => said[survey.questions[3]!.id]);
    expect(held.toSorted()).toEqual(['Le temps', undefined]);
  });

  test('writes nothing but itself and the use of its link', async () => {
    const before = await rowsByTable();
    await answer(db, tokens[0]!, typing(survey, { 0: 'Des contacts' }), NOW);
    const after = await rowsByTable();
    const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
    expect(changed.toSorted()).toEqual(['survey_answer', 'survey_link']);
    const { rows } =
      await sql<object>`select answered, sent_at, reminded_at, reminders, link_version
      from survey_link where survey_id = ${survey.id} and answered`.execute(db);
    expect(rows).toEqual([
      { answered: true, sent_at: NOW, reminded_at: null, reminders: 0, link_version: 1 }
    ]);
  });
});

describe('an answer is refused', () => {
  test('without what must be said, which is named, the link staying good', async () => {
    expect(await send(tokens[0]!, { 2: 'Oui, régulièrement' })).toEqual({
      ...{ ok: false, reason: 'incomplete' },
      errors: { [survey.questions[0]!.id]: 'écrivez quelques mots' }
    });
    expect(await send(tokens[0]!, { 0: 'Voilà', 2: 'Autre chose' })).toMatchObject({
      errors: { [survey.questions[2]!.id]: 'cette réponse n’est pas proposée' }
    });
    expect(await getAsked(db, tokens[0]!, NOW)).toMatchObject({ state: 'open' });
    expect(await answers()).toEqual([]);
  });

  test('when its words could make somebody known, until they are read again', async () => {
    const typed = typing(survey, { 0: 'Parler de Mme Durand, née le 03/04/1938' });
    expect(await answerSurvey(db, tokens[0]!, { typed }, NOW)).toMatchObject({
      reason: 'second-reading'
    });
    expect(await answers()).toEqual([]);
    expect(await answerSurvey(db, tokens[0]!, { typed, reread: true }, NOW)).toEqual({ ok: true });
  });

  test('once closed, by hand or by its date, and when the edition does not take place', async () => {
    await db.updateTable('survey').set({ closes_at: NOW }).where('id', '=', survey.id).execute();
    expect(await send(tokens[0]!, { 0: 'Tard' })).toEqual({ ok: false, reason: 'closed' });
    await db.updateTable('survey').set({ closes_at: null }).where('id', '=', survey.id).execute();
    await db.updateTable('event').set({ status: 'cancelled' }).where('id', '=', event).execute();
    expect(await send(tokens[0]!, { 0: 'Tard' })).toEqual({ ok: false, reason: 'closed' });
    await db.updateTable('event').set({ status: 'published' }).where('id', '=', event).execute();
    await closeSurvey(db, animator, event, survey.id, NOW);
    expect(await send(tokens[0]!, { 0: 'Tard' })).toEqual({ ok: false, reason: 'closed' });
    expect(await answers()).toEqual([]);
  });

  test('by a link that is not ours, or was revoked', async () => {
    await expect(send('1-inventé', { 0: 'Moi' })).rejects.toThrow(NotFound);
    await sql`update survey_link set link_version = 2 where survey_id = ${survey.id}`.execute(db);
    await expect(send(tokens[0]!, { 0: 'Moi' })).rejects.toThrow(NotFound);
    await expect(getAsked(db, tokens[0]!, NOW)).rejects.toThrow(NotFound);
  });
});

describe('sent at once', () => {
  test('the same link gives one answer, ten times over; different links give one each', async () => {
    const many = Array.from({ length: 10 }, (_, turn) => {
      const typed = typing(survey, { 0: `Envoi ${turn}` });
      return answerSurvey(turn % 2 === 0 ? db : other, tokens[0]!, { typed }, NOW);
    });
    const outcomes = await Promise.all([
      ...many,
      send(tokens[1]!, { 0: 'B' }),
      send(tokens[2]!, { 0: 'C' })
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await answers()).toHaveLength(3);
  });

  test(
    '(negative control) without the hold of the questionnaire and the condition on the link, it gives several',
    RACED,
    async () => {
      const unheld = without(db, ' for update');
      const loose = without(unheld.db, ' and not answered');
      const typed = typing(survey, { 0: 'Deux fois' });
      const many = [1, 2, 3, 4].map(() => answerSurvey(loose.db, tokens[0]!, { typed }, NOW));
      const outcomes = await Promise.allSettled(many);
      unheld.missed();
      loose.missed();
      const kept = outcomes.filter(({ status }) => status === 'fulfilled');
      expect(kept.length).toBeGreaterThan(1);
      expect((await answers()).length).toBeGreaterThan(1);
    }
  );
});

async function rowsByTable(): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ hash: string }>`
      select coalesce(md5(string_agg(one::text, '|' order by one::text)), '') as hash
      from ${sql.table(name)} as one`.execute(db);
    found[name] = rows[0]!.hash;
  }
  return found;
}
