import { beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { surveyInput, surveyQuestionInput } from '#domain/surveys/forms.ts';
import type { Survey } from '#domain/surveys/model.ts';
import { TEMPLATES } from '#domain/surveys/templates.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, SurveyQuestionId } from '#shared/ids.ts';
import { anEvent } from '../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../tests/factories/people.ts';
import {
  aComer,
  anOpenSurvey,
  answer,
  cameIn,
  tokensOf,
  typing
} from '../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { createSurvey, deleteSurvey, updateSurvey } from './commands.ts';
import { keepSurveys } from './jobs.ts';
import { sendSurveyLinks } from './links/commands.ts';
import { openSurvey, closeSurvey } from './opening/commands.ts';
import { getFollowUp, getSurvey, listRemoved } from './queries.ts';
import {
  moveQuestion,
  removeQuestion,
  restoreQuestion,
  saveQuestion
} from './questions/commands.ts';
import { findSurvey } from './reading/queries.ts';

const NOW = new Date('2027-03-20T10:00:00Z');
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const db = await testDatabase();
const territory = await aTerritory(db);
const elsewhere = await aTerritory(db, 'ailleurs');
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const stranger = await person(db, { roles: [{ territory: elsewhere.id, role: 'animator' }] });

let event: EventId;
beforeEach(async () => {
  await db.deleteFrom('mail_message').execute();
  await db.deleteFrom('survey').execute();
  event = (await anEvent(db, territory.id)).id;
});

const SETTINGS = {
  ...{ title: 'Votre avis', audience: 'registered', reminders: '2', remindAfterDays: '3' },
  resultsShown: 'team'
};
const mails = async (kind = 'survey') =>
  await db
    .selectFrom('mail_message')
    .select(['recipient', 'subject'])
    .where('kind', '=', kind)
    .orderBy('id')
    .execute();
const asking = (input: Record<string, unknown>) =>
  surveyQuestionInput.parse({
    ...{ kind: 'text', label: 'Pourquoi ?', options: [], scaleMax: 5, required: false },
    ...{ measure: '', dependsOn: null, ...input }
  });

async function prepared(key = 'expectations'): Promise<Survey> {
  const id = await createSurvey(db, animator, event, { from: 'template', key });
  return (await findSurvey(db, id))!;
}

describe('a questionnaire is made', () => {
  test.each(TEMPLATES.map(({ key }) => key))(
    'of the template %s, whole, its conditions linked',
    async (key) => {
      const template = TEMPLATES.find((one) => one.key === key)!;
      const made = await prepared(key);
      expect(made.questions.map(({ label }) => label)).toEqual(
        template.questions.map(({ label }) => label)
      );
      for (const [at, { dependsOn }] of template.questions.entries()) {
        const linked = made.questions[at]!.dependsOn;
        expect(
          linked && {
            at: made.questions.findIndex(({ id }) => id === linked.question),
            values: linked.values
          }
        ).toEqual(dependsOn ?? null);
      }
      expect(made).toMatchObject({ status: 'draft', resultsShown: 'team' });
    }
  );

  test('of another, without its dates, links or answers; never of one that the actor does not manage', async () => {
    const source = await prepared('satisfaction');
    await sql`update survey set opens_at = ${NOW} where id = ${source.id}`.execute(db);
    const { id: next } = await anEvent(db, territory.id);
    const id = await createSurvey(db, animator, next, { from: 'survey', survey: source.id });
    const copy = (await findSurvey(db, id))!;
    expect(copy).toMatchObject({ event: next, status: 'draft', opensAt: null });
    expect(copy.questions.map(({ label }) => label)).toEqual(
      source.questions.map(({ label }) => label)
    );
    const { id: foreign } = await anEvent(db, elsewhere.id);
    await expect(
      createSurvey(db, stranger, foreign, { from: 'survey', survey: source.id })
    ).rejects.toThrow(Forbidden);
  });
});

describe('its questions', () => {
  test('are added, moved, taken away and put back; what depends on another comes after it', async () => {
    const { id: survey, questions } = await prepared();
    const which = { event, survey };
    const [, , already, why] = questions;
    expect(await moveQuestion(db, animator, { ...which, question: why!.id }, 'up')).toEqual({
      ...{ ok: false, reason: 'too-late' }
    });
    expect(await removeQuestion(db, animator, { ...which, question: already!.id }, NOW)).toEqual({
      ...{ ok: false, reason: 'depended' }
    });
    const added = await saveQuestion(
      db,
      animator,
      { ...which, question: null },
      { input: asking({ dependsOn: { question: already!.id, values: ['Oui, régulièrement'] } }) }
    );
    expect(added).toMatchObject({ ok: true });
    const question = (added as { question: SurveyQuestionId }).question;
    await removeQuestion(db, animator, { ...which, question }, NOW);
    expect(await listRemoved(db, animator, event, survey)).toMatchObject([{ id: question }]);
    await restoreQuestion(db, animator, { ...which, question });
    const after = (await findSurvey(db, survey))!.questions;
    expect(after.at(-1)).toMatchObject({ id: question, dependsOn: { question: already!.id } });
    await moveQuestion(db, animator, { ...which, question }, 'up');
    expect((await findSurvey(db, survey))!.questions.at(-2)).toMatchObject({ id: question });
  });

  test('depend on an answer that exists, of a question before them, never of themselves', async () => {
    const { id: survey, questions } = await prepared();
    const [hope, who, already, why] = questions;
    const save = (question: SurveyQuestionId, on: SurveyQuestionId, value: string) =>
      saveQuestion(
        db,
        animator,
        { event, survey, question },
        { input: asking({ dependsOn: { question: on, values: [value] } }) }
      );
    expect(await save(why!.id, already!.id, 'Jamais')).toMatchObject({ reason: 'no-value' });
    expect(await save(who!.id, already!.id, 'Oui, régulièrement')).toMatchObject({
      reason: 'too-late'
    });
    expect(await save(why!.id, why!.id, 'Oui')).toMatchObject({ reason: 'too-late' });
    expect(await save(why!.id, hope!.id, 'Oui')).toMatchObject({ reason: 'no-value' });
    const lost = { input: asking({ kind: 'one', options: ['Oui', 'Non'] }) };
    expect(
      await saveQuestion(db, animator, { event, survey, question: already!.id }, lost)
    ).toMatchObject({
      reason: 'depended'
    });
  });

  test('change until the first answer, and never after', async () => {
    await aComer(db, event);
    const { survey, tokens } = await anOpenSurvey(db, animator, event, { now: NOW });
    const question = survey.questions[4]!.id;
    const input = { input: asking({ label: 'Autrement ?' }) };
    const which = { event, survey: survey.id, question };
    expect(await saveQuestion(db, animator, which, input)).toMatchObject({ ok: true });
    await answer(db, tokens[0]!, typing(survey, { 0: 'Voilà' }), NOW);
    const refused = { ok: false, reason: 'answered' };
    expect(await saveQuestion(db, animator, which, input)).toEqual(refused);
    expect(await saveQuestion(db, animator, { ...which, question: null }, input)).toEqual(refused);
    expect(await moveQuestion(db, animator, which, 'up')).toEqual(refused);
    expect(await removeQuestion(db, animator, which, NOW)).toEqual(refused);
    expect(await restoreQuestion(db, animator, which)).toEqual(refused);
  });
});

describe('it opens', () => {
  test('to each person who has a place and an address of her own, by one message each', async () => {
    await aComer(db, event, { email: 'a@exemple.test' });
    await aComer(db, event, { email: null });
    await aComer(db, event, { email: 'c@exemple.test', status: 'cancelled' });
    const { id } = await prepared();
    expect(await openSurvey(db, animator, event, id, NOW)).toEqual({ ok: true, sent: 1 });
    expect(await openSurvey(db, animator, event, id, NOW)).toEqual({
      ok: false,
      reason: 'not-draft'
    });
    expect((await mails()).map(({ recipient }) => recipient)).toEqual(['a@exemple.test']);
    expect(await getFollowUp(db, animator, event, id)).toEqual({
      ...{ response: { asked: 1, answers: 0, rate: 0 }, reminded: 0, unreachable: 1 }
    });
  });

  test('to those who came, when it is for them', async () => {
    const came = await aComer(db, event, { email: 'venue@exemple.test' });
    await aComer(db, event, { email: 'absente@exemple.test' });
    await cameIn(db, event, came);
    const { id } = await prepared('satisfaction');
    expect(await openSurvey(db, animator, event, id, NOW)).toEqual({ ok: true, sent: 1 });
    expect((await mails()).map(({ recipient }) => recipient)).toEqual(['venue@exemple.test']);
  });

  test('not without a question, nor for an edition that is a draft or cancelled, nor past its closing', async () => {
    const blank = await createSurvey(db, animator, event, { from: 'blank' });
    const openOne = (id = blank) => openSurvey(db, animator, event, id, NOW);
    expect(await openOne()).toEqual({ ok: false, reason: 'no-questions' });
    const { id } = await prepared();
    for (const status of ['draft', 'cancelled'] as const) {
      await db.updateTable('event').set({ status }).where('id', '=', event).execute();
      expect(await openOne(id)).toEqual({ ok: false, reason: `event-${status}` });
    }
    await db.updateTable('event').set({ status: 'published' }).where('id', '=', event).execute();
    await sql`update survey set closes_at = ${later(-1)} where id = ${id}`.execute(db);
    expect(await openOne(id)).toEqual({ ok: false, reason: 'past-closing' });
  });

  test('once, by two clicks at the same time', async () => {
    await aComer(db, event);
    const { id } = await prepared();
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => openSurvey(db, animator, event, id, NOW))
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await mails()).toHaveLength(1);
  });

  test('and is deleted no more; its settings are those of one reading at a time', async () => {
    const { id } = await prepared();
    await openSurvey(db, animator, event, id, NOW);
    expect(await deleteSurvey(db, animator, event, id)).toEqual({ ok: false, reason: 'opened' });
    const { survey } = await getSurvey(db, animator, event, id);
    const input = surveyInput.parse({
      ...SETTINGS,
      opensAt: '',
      closesAt: '2027-04-01T18:00',
      audience: 'present'
    });
    const which = { event, survey: id, version: survey.version };
    expect(await updateSurvey(db, animator, which, { input }, NOW)).toEqual({ ok: true });
    expect(await updateSurvey(db, animator, which, { input }, NOW)).toEqual({
      ok: false,
      reason: 'stale'
    });
    expect(await findSurvey(db, id)).toMatchObject({
      ...{ audience: 'registered', closesAt: new Date('2027-04-01T16:00:00Z'), reminders: 2 }
    });
    const past = surveyInput.parse({ ...SETTINGS, opensAt: '', closesAt: '2027-01-01T18:00' });
    expect(
      await updateSurvey(
        db,
        animator,
        { ...which, version: survey.version + 1 },
        { input: past },
        NOW
      )
    ).toEqual({ ok: false, reason: 'past-closing' });
  });
});

describe('by itself', () => {
  test('it opens and closes at its dates, asks who comes meanwhile, reminds the silent, each once', async () => {
    await aComer(db, event, { email: 'a@exemple.test' });
    await aComer(db, event, { email: 'b@exemple.test' });
    const { id } = await prepared();
    await sql`update survey set opens_at = ${later(1)}, closes_at = ${later(30)}, reminders = 2, remind_after_days = 3
      where id = ${id}`.execute(db);
    expect(await keepSurveys(db, NOW)).toBe(0);
    expect(await keepSurveys(db, later(1))).toBe(2);
    expect(await keepSurveys(db, later(1))).toBe(0);
    const survey = (await findSurvey(db, id))!;
    const [first] = await tokensOf(db, id);
    await answer(db, first!, typing(survey, { 0: 'Voilà' }), later(2));
    await aComer(db, event, { email: 'tard@exemple.test' });
    expect(await keepSurveys(db, later(3))).toBe(1);
    await Promise.all([keepSurveys(db, later(4)), keepSurveys(db, later(4))]);
    expect((await mails()).map(({ recipient }) => recipient)).toEqual([
      ...['a@exemple.test', 'b@exemple.test', 'tard@exemple.test', 'b@exemple.test']
    ]);
    for (const day of [5, 6, 7, 8, 9, 10, 11, 12]) await keepSurveys(db, later(day));
    const counts = (await mails()).map(({ recipient }) => recipient);
    expect(counts.filter((one) => one === 'b@exemple.test')).toHaveLength(3);
    expect(counts.filter((one) => one === 'tard@exemple.test')).toHaveLength(3);
    expect(counts.filter((one) => one === 'a@exemple.test')).toHaveLength(1);
    await keepSurveys(db, later(30));
    expect(await findSurvey(db, id)).toMatchObject({ status: 'closed', closedAt: later(30) });
    expect(await keepSurveys(db, later(40))).toBe(0);
  });

  test('a cancelled edition is asked nothing more', async () => {
    await aComer(db, event);
    const { id } = await prepared();
    await openSurvey(db, animator, event, id, NOW);
    await db.updateTable('event').set({ status: 'cancelled' }).where('id', '=', event).execute();
    expect(await keepSurveys(db, later(10))).toBe(0);
    expect(await findSurvey(db, id)).toMatchObject({ status: 'closed' });
  });
});

describe('a link asked for again', () => {
  const ask = async (email: string) =>
    sendSurveyLinks(
      db,
      await getManagedEventById(db, animator, event),
      { email, address: '192.0.2.1' },
      NOW
    );

  test('goes to who is asked and has not answered, and nothing is said to others', async () => {
    await aComer(db, event, { email: 'ici@exemple.test' });
    await aComer(db, event, { email: 'repondu@exemple.test' });
    const { survey, tokens } = await anOpenSurvey(db, animator, event, { now: NOW });
    await answer(db, tokens[1]!, typing(survey, { 0: 'Voilà' }), NOW);
    for (const email of [
      'ici@exemple.test',
      'repondu@exemple.test',
      'inconnue@exemple.test',
      'rien'
    ])
      await ask(email);
    expect((await mails('survey-link')).map(({ recipient }) => recipient)).toEqual([
      'ici@exemple.test'
    ]);
    await closeSurvey(db, animator, event, survey.id, NOW);
    await ask('ici@exemple.test');
    expect(await mails('survey-link')).toHaveLength(1);
  });
});

test('who does not manage the edition is refused, and finds nothing of another through it', async () => {
  const { id } = await prepared();
  await expect(openSurvey(db, stranger, event, id, NOW)).rejects.toThrow(Forbidden);
  await expect(deleteSurvey(db, stranger, event, id)).rejects.toThrow(Forbidden);
  const { id: foreign } = await anEvent(db, elsewhere.id);
  await expect(openSurvey(db, stranger, foreign, id, NOW)).rejects.toThrow(NotFound);
});
