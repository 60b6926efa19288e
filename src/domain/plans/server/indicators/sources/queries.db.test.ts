import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { closeSurvey } from '#domain/surveys/server/opening/commands.ts';
import { anAskedWave } from '../../../../../../tests/factories/acquaintances.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import {
  aFollowedPlan,
  CLOCK,
  everyPair,
  people
} from '../../../../../../tests/factories/followed-plans.ts';
import { aSheet } from '../../../../../../tests/factories/plans.ts';
import { anOpenSurvey, answer, typing } from '../../../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../../tests/support/statements.ts';
import { listFollowed } from '../queries.ts';

const db = await testDatabase();
const { territory, structures, animator, member, plan, edition, follow, valuesOf } =
  await aFollowedPlan(db);

test('a mean of satisfaction carries its response, is withheld under five answers, and is a visitor’s only when shown to all', async () => {
  const NOW = new Date('2027-03-19T10:00:00Z');
  const event = await edition(2027);
  await people(db, event, 8, 8);
  const id = await follow('satisfaction');
  const { survey, tokens } = await anOpenSurvey(db, animator, event, {
    key: 'satisfaction',
    now: NOW
  });
  const at = survey.questions.findIndex(({ measure }) => measure === 'satisfaction');
  const scale = survey.questions[at]!.scaleMax;
  /** What must be answered besides. */
  const rest = Object.fromEntries(
    survey.questions.flatMap(({ required, kind }, other) =>
      required && other !== at ? [[other, kind === 'nps' ? '9' : '2']] : []
    )
  );
  for (const token of tokens.slice(0, 4))
    await answer(db, token, typing(survey, { ...rest, [at]: '4' }), NOW);
  const few = (await valuesOf(id)).get(2027)!;
  expect(few).toMatchObject({ value: null });
  expect(JSON.stringify(few)).not.toContain('4 réponses');
  for (const token of tokens.slice(4, 7))
    await answer(db, token, typing(survey, { ...rest, [at]: '3' }), NOW);
  await closeSurvey(db, animator, event, survey.id, NOW);
  const told = (await valuesOf(id, member)).get(2027)!;
  expect(told).toMatchObject({ value: (4 * 4 + 3 * 3) / 7, scaleMax: scale, readers: 'members' });
  expect(told.source).toContain('7 réponses pour 8 personnes interrogées (88\u00a0%)');
  const hidden = (await valuesOf(id, VISITOR)).get(2027)!;
  expect(hidden).toMatchObject({ value: null, scaleMax: null });
  expect(hidden.source).not.toMatch(/réponses|Journée/);
  await db
    .updateTable('survey')
    .set({ results_shown: 'public' })
    .where('id', '=', survey.id)
    .execute();
  expect((await valuesOf(id, VISITOR)).get(2027)).toMatchObject({ value: told.value });
});

test('a wave counts for the year it closed, for members alone, and only where three structures have answered', async () => {
  await anAskedWave(db, territory, structures, everyPair(2), { closedAt: '2026-12-31T22:30:00Z' });
  await anAskedWave(db, territory, structures, [[0, 1, 2]], { closedAt: '2027-04-01T10:00:00Z' });
  const id = await follow('density-2', { source: 'wave' });
  const values = await valuesOf(id, member);
  expect(values.get(2026)).toMatchObject({ value: 1, readers: 'members' });
  expect(values.get(2027)).toMatchObject({ value: null, awaited: false });
  expect(values.get(2027)!.source).toContain('Trop peu de structures');
  expect((await valuesOf(id, VISITOR)).get(2026)).toMatchObject({ value: null });
});

test('fiches that are up to date, sheets that are done, steps done on time: counted by hand', async () => {
  const directory = await valuesOf(await follow('structures', { source: 'directory' }));
  expect(directory.get(2027)).toMatchObject({ value: 4, readers: 'public' });
  await db
    .updateTable('structure')
    .set({ confirmed_at: '2027-05-01T00:00:00Z' })
    .where('id', 'in', structures.slice(0, 3))
    .execute();
  expect(
    (await valuesOf(await follow('confirmedShare', { source: 'directory' }))).get(2027)
  ).toMatchObject({ value: 3 / 4 });
  const sheet = await aSheet(db, { plan, number: '90', status: 'done' });
  await aSheet(db, { plan, number: '91', status: 'ongoing' });
  await aSheet(db, { plan, number: '92', status: 'dropped' });
  await db
    .insertInto('action_sheet_step')
    .values(
      [
        { due_on: '2027-02-01', done_on: '2027-01-30', status: 'done' },
        { due_on: '2027-02-01', done_on: '2027-02-02', status: 'done' },
        { due_on: '2027-03-01', done_on: null, status: 'todo' },
        { due_on: '2027-11-01', done_on: null, status: 'todo' },
        { due_on: '2027-03-01', done_on: null, status: 'dropped' },
        { due_on: '2026-03-01', done_on: '2026-02-01', status: 'done' }
      ].map((step, position) => ({
        ...step,
        position,
        sheet_id: sheet,
        title: `Étape ${position}`
      }))
    )
    .execute();
  const own = async (measure: string) =>
    (await valuesOf(await follow(measure, { source: 'plan', sheet }))).get(2027);
  expect(await own('sheetsDoneShare')).toMatchObject({ value: 1 / 2 });
  expect(await own('stepsDone')).toMatchObject({ value: 2 });
  expect(await own('stepsOnTime')).toMatchObject({ value: 1 / 3 });
});

test('three indicators of a source are read in as many statements as one', async () => {
  for (const source of ['edition', 'effect', 'wave', 'directory', 'plan', 'sharing'] as const) {
    const measure = {
      ...{ edition: 'present', effect: 'newAcquaintances', wave: 'response' },
      ...{ directory: 'structures', plan: 'sheetsDone', sharing: 'projectsPublished' }
    }[source];
    const sheet = await aSheet(db, { plan, number: `S ${source}` });
    const count = () =>
      countingStatements(db, (counted) =>
        listFollowed(counted, animator, { plan, sheet, ...CLOCK })
      );
    await follow(measure, { source, sheet });
    const one = await count();
    await follow(measure, { source, sheet });
    await follow(measure, { source, sheet });
    expect([source, await count()]).toEqual([source, one]);
    expect(one).toBeGreaterThan(1);
  }
});

test('what waves say of an edition is counted by hand: six pairs that had not talked have, for members alone', async () => {
  const when = { startsAt: '2027-01-12T08:00:00Z', endsAt: '2027-01-12T16:00:00Z' };
  const event = await anEvent(db, territory, { title: 'Forum', ...when });
  await db
    .insertInto('registration')
    .values(
      structures.map((structure_id) => ({
        ...{ event_id: event.id, last_name: 'Essai', origin: 'organiser', structure_id },
        status: 'confirmed'
      }))
    )
    .execute();
  const id = await follow('newAcquaintances', { source: 'effect', event: event.id });
  expect((await valuesOf(id)).get(2027)).toMatchObject({ value: null });
  const asked = (level: 1 | 2, moment: 'before' | 'after') =>
    anAskedWave(db, territory, structures, everyPair(level), { event: event.id, moment });
  await asked(1, 'before');
  await asked(2, 'after');
  expect((await valuesOf(id, member)).get(2027)).toMatchObject({ value: 6, readers: 'members' });
  expect((await valuesOf(id, VISITOR)).get(2027)).toMatchObject({ value: null });
});
