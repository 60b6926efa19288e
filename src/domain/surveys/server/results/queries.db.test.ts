import { beforeEach, describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import type { Survey } from '#domain/surveys/model.ts';
import { closeSurvey } from '#domain/surveys/server/opening/commands.ts';
import { hideWords, showWords } from '#domain/surveys/server/moderation/commands.ts';
import { compareEditions } from '#domain/surveys/server/measures/queries.ts';
import {
  hasResultsForParticipants,
  listPublished
} from '#domain/surveys/server/publication/queries.ts';
import { getEvent, getManagedEventById } from '#domain/events/server/queries.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aComer, anOpenSurvey, answer, typing } from '../../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import { exportResults } from './documents.ts';
import {
  getRecommendation,
  getResults,
  getSatisfaction,
  listExpectations,
  listResults
} from './queries.ts';

const NOW = new Date('2027-03-20T10:00:00Z');
const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const reception = await person(db, { roles: [{ territory: territory.id, role: 'reception' }] });

let event: EventId;
let slug: string;
let survey: Survey;
let tokens: string[];

async function open(people: number, key = 'satisfaction', series?: number): Promise<void> {
  ({ id: event, slug } = await anEvent(db, territory.id, series === undefined ? {} : { series }));
  for (let turn = 0; turn < people; turn += 1) await aComer(db, event);
  ({ survey, tokens } = await anOpenSurvey(db, animator, event, { key, now: NOW }));
}

/** Satisfied 4 of 5, useful 5, recommended 9; and a word each. */
async function say(count: number, from = 0): Promise<void> {
  for (const [at, token] of tokens.slice(from, from + count).entries())
    await answer(db, token, typing(survey, { 0: '4', 1: '5', 7: '9', 8: `Mot ${from + at}` }), NOW);
}

const read = (filter: { question: number; value: string } | null = null) =>
  getResults(db, animator, { event, survey: survey.id }, { filter, now: NOW }).then(
    ({ results }) => results
  );
const close = () => closeSurvey(db, animator, event, survey.id, NOW);

beforeEach(() => open(14));

describe('while it is open', () => {
  test('nothing is read under ten answers, then results move by fives, five always waiting', async () => {
    const counted: number[] = [];
    for (let turn = 0; turn < 14; turn += 1) {
      await say(1, turn);
      const { questions, counted: now } = await read();
      counted.push(questions ? now : 0);
    }
    expect(counted).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5]);
  });

  test('results are not read apart, and the rate is told', async () => {
    await say(12);
    expect(await read({ question: survey.questions[0]!.id, value: '4' })).toMatchObject({
      ...{ crossings: null, filter: null, refused: true, counted: 5 },
      response: { asked: 14, answers: 12 }
    });
  });
});

describe('once it is closed', () => {
  test('four answers are shown to nobody, five are', async () => {
    await say(4);
    await close();
    expect(await read()).toMatchObject({ questions: null, response: { answers: 4 } });
    expect(await getSatisfaction(db, event)).toBeNull();
    await expect(
      exportResults(db, animator, { event, survey: survey.id }, { format: 'csv', now: NOW })
    ).rejects.toThrow(NotFound);
    await open(9);
    await say(5);
    await close();
    expect((await read()).questions?.[0]).toMatchObject({ kind: 'scale', mean: 4, answered: 5 });
    expect(await getSatisfaction(db, event)).toEqual({
      ...{ mean: 4, scaleMax: 5, answers: 5, asked: 9, rate: 5 / 9 }
    });
    expect(await getRecommendation(db, event)).toMatchObject({ score: 100, answers: 5 });
  });

  test('the rate stays when registrations are gone', async () => {
    await say(7);
    await close();
    await db.deleteFrom('registration').where('event_id', '=', event).execute();
    expect((await read()).response).toEqual({ asked: 14, answers: 7, rate: 0.5 });
  });

  test('a filter keeps its group, or is refused: no group under five, on either side', async () => {
    await say(7);
    for (const token of tokens.slice(7, 12))
      await answer(db, token, typing(survey, { 0: '2', 1: '5', 7: '10' }), NOW);
    await close();
    const [satisfied, useful] = survey.questions;
    const kept = await read({ question: satisfied!.id, value: '2' });
    expect(kept).toMatchObject({ counted: 5, refused: false, filter: { value: '2' } });
    expect(kept.questions?.[1]).toMatchObject({ kind: 'scale', mean: 5, answered: 5 });
    expect(await read({ question: satisfied!.id, value: '3' })).toMatchObject({
      refused: true,
      counted: 12
    });
    expect(await read({ question: useful!.id, value: '5' })).toMatchObject({
      counted: 12,
      refused: true
    });
  });

  test('words are hidden and shown again by themselves, whatever number their row has', async () => {
    await say(6);
    await close();
    const question = survey.questions[8]!.id;
    const which = { event, survey: survey.id };
    const words = async () => {
      const result = (await read()).questions?.[8];
      return result?.kind === 'text'
        ? result.verbatims.filter(({ hidden }) => !hidden).map(({ text }) => text)
        : [];
    };
    await hideWords(db, animator, which, { question, text: 'Mot 3', reason: 'person' });
    expect(await words()).toEqual(['Mot 0', 'Mot 1', 'Mot 2', 'Mot 4', 'Mot 5']);
    const csv = await exportResults(db, animator, which, { format: 'csv', now: NOW });
    expect(Buffer.from(csv).toString()).not.toContain('Mot 3');
    await showWords(db, animator, which, { question, text: 'Mot 3' });
    expect(await words()).toHaveLength(6);
    const rows = await db
      .selectFrom('audit_entry')
      .select(['action', 'detail'])
      .where('action', 'like', 'survey.%-words')
      .orderBy('id')
      .execute();
    expect(rows.map(({ action }) => action)).toEqual(['survey.hide-words', 'survey.show-words']);
    expect(JSON.stringify(rows)).toContain('person');
    expect(JSON.stringify(rows)).not.toContain('Mot 3');
  });

  test('hidden words stay hidden when others answer', async () => {
    await say(3);
    const question = survey.questions[8]!.id;
    await hideWords(
      db,
      animator,
      { event, survey: survey.id },
      { question, text: 'Mot 1', reason: 'hurtful' }
    );
    await say(5, 3);
    await close();
    const result = (await read()).questions?.[8];
    expect(result?.kind === 'text' && result.verbatims.filter(({ hidden }) => hidden)).toEqual([
      { text: 'Mot 1', hidden: true }
    ]);
  });

  test('the document is accessible and says the rate beside each figure', async () => {
    await say(6);
    await close();
    const which = { event, survey: survey.id };
    const { text, outline } = readPdf(
      await exportResults(db, animator, which, { format: 'pdf', now: NOW })
    );
    expect(text).toContain('4,0 sur 5 en moyenne');
    expect(text).toContain('14 personnes interrogées');
    expect(outline).toContain('/StructTreeRoot');
    expect(outline).toContain('pdfuaid');
  });
});

describe('who reads', () => {
  test('its team alone, until it is published; then figures, never words', async () => {
    await say(6);
    await close();
    for (const actor of [VISITOR, reception])
      await expect(
        getResults(db, actor, { event, survey: survey.id }, { now: NOW })
      ).rejects.toThrow(Forbidden);
    const shown = async (holding = { place: '', link: '' }) =>
      (await listPublished(db, VISITOR, await getEvent(db, VISITOR, slug), holding, NOW)).published;
    const publish = (to: string) =>
      db.updateTable('survey').set({ results_shown: to }).where('id', '=', survey.id).execute();
    expect(await shown()).toEqual([]);
    await publish('participants');
    expect(await shown()).toEqual([]);
    const held = await shown({ place: '', link: tokens[0]! });
    expect(held).toHaveLength(1);
    expect(JSON.stringify(held)).not.toContain('Mot');
    await publish('public');
    expect(await shown()).toHaveLength(1);
    const link = tokens[0]!;
    await open(6);
    await say(6);
    await close();
    await publish('participants');
    expect(await shown({ place: '', link })).toEqual([]);
  });

  test('« Ma place » is told of results once they are published, of five answers at least', async () => {
    await open(6);
    await say(4);
    await close();
    const publish = (to: string) =>
      db.updateTable('survey').set({ results_shown: to }).where('id', '=', survey.id).execute();
    await publish('participants');
    expect(await hasResultsForParticipants(db, event)).toBe(false);
    await open(6);
    await say(6);
    await publish('participants');
    expect(await hasResultsForParticipants(db, event)).toBe(false);
    await close();
    await publish('team');
    expect(await hasResultsForParticipants(db, event)).toBe(false);
    for (const shown of ['participants', 'public']) {
      await publish(shown);
      expect(await hasResultsForParticipants(db, event)).toBe(true);
    }
  });

  test('a questionnaire of another edition is not found through this one', async () => {
    const { id: other } = await anEvent(db, territory.id);
    await expect(
      getResults(db, animator, { event: other, survey: survey.id }, { now: NOW })
    ).rejects.toThrow(NotFound);
  });
});

test('expectations are listed from five answers, without hidden words', async () => {
  await open(7, 'expectations');
  for (const [at, token] of tokens.slice(0, 5).entries())
    await answer(db, token, typing(survey, { 0: `Attente ${at}` }), NOW);
  expect(await listExpectations(db, event)).toEqual([]);
  await close();
  const question = survey.questions[0]!;
  await hideWords(
    db,
    animator,
    { event, survey: survey.id },
    { question: question.id, text: 'Attente 2', reason: 'off-topic' }
  );
  expect(await listExpectations(db, event)).toEqual([
    { question: question.label, texts: ['Attente 0', 'Attente 1', 'Attente 3', 'Attente 4'] }
  ]);
});

test('editions of one series are compared, of those the reader manages', async () => {
  const series = await aSeries();
  const events: EventId[] = [];
  for (const people of [6, 4, 8]) {
    await open(people, 'satisfaction', series);
    await say(people);
    await close();
    events.push(event);
  }
  const edition = await getManagedEventById(db, animator, event);
  const compared = await compareEditions(db, animator, edition, NOW);
  expect(compared.map(({ measures }) => measures[0]?.answers).toSorted()).toEqual([6, 8]);
  const organiser = await person(db);
  await db
    .insertInto('event_team_member')
    .values({ event_id: event, person_id: organiser.id, role: 'organiser' })
    .execute();
  expect((await compareEditions(db, organiser, edition, NOW)).map(({ id }) => id)).toEqual([event]);
});

test('as many statements for three editions as for one', async () => {
  const events: EventId[] = [event];
  for (let turn = 0; turn < 2; turn += 1) {
    await open(3);
    events.push(event);
  }
  const one = await countingStatements(db, (counted) => listResults(counted, events.slice(0, 1)));
  expect(await countingStatements(db, (counted) => listResults(counted, events))).toBe(one);
});

async function aSeries(): Promise<number> {
  const { id } = await db
    .insertInto('event_series')
    .values({ territory_id: territory.id, slug: 'journees', title: 'Journées' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
