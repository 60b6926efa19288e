import { expect, test } from 'vitest';
import { operator, VISITOR, type Actor } from '#domain/identity/model.ts';
import { closeSurvey } from '#domain/surveys/server/opening/commands.ts';
import type { IndicatorId } from '#shared/ids.ts';
import { anAskedWave } from '../../../../../tests/factories/acquaintances.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import {
  aFollowedPlan,
  CLOCK,
  everyPair,
  people
} from '../../../../../tests/factories/followed-plans.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aSheet } from '../../../../../tests/factories/plans.ts';
import { anOpenSurvey, answer, typing } from '../../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { isMissing } from '../../indicators.ts';
import { saveIndicator } from './commands.ts';
import { freezeValues } from './freezing/commands.ts';
import { listFollowed } from './queries.ts';
import { setValue } from './values/commands.ts';

const db = await testDatabase();
const { territory, structures, animator, member, plan, follow, valuesOf } = await aFollowedPlan(db);

test('an edition of members is told to members alone, down to its name', async () => {
  const when = { startsAt: '2027-02-01T08:00:00Z', endsAt: '2027-02-01T10:00:00Z' };
  const { id: event } = await anEvent(db, territory, {
    ...{ title: 'Réunion discrète', visibility: 'members', ...when }
  });
  await people(db, event, 3, 2);
  const id = await follow('present', { event });
  expect((await valuesOf(id, member)).get(2027)).toMatchObject({ value: 2 });
  const seen = await listFollowed(db, VISITOR, { plan, ...CLOCK });
  expect(seen.find((one) => one.id === id)?.values[0]).toMatchObject({ value: null });
  expect(JSON.stringify(seen)).not.toContain('discrète');
});

test('a value that lacks is a row that says why: one filter lists them', async () => {
  const saved = await saveIndicator(db, animator, {
    plan,
    sheet: null,
    input: { label: 'Heures de coordination', unit: 'heures' }
  });
  if (!saved.ok) throw new Error(saved.reason);
  const values = await valuesOf(saved.id);
  expect([...values.keys()]).toEqual([2026, 2027]);
  expect([...values.values()].filter(isMissing).map(({ year }) => year)).toEqual([2026]);
  expect(values.get(2027)).toMatchObject({ awaited: true });
  const change = { indicator: saved.id, year: 2026, value: 12, today: CLOCK.today };
  expect(await setValue(db, animator, { ...change, comment: 'Compté sur l’agenda' })).toEqual({
    ok: true
  });
  const written = (await valuesOf(saved.id)).get(2026)!;
  expect(written).toMatchObject({ value: 12, origin: 'manual', comment: 'Compté sur l’agenda' });
  expect(written.author).not.toBe('');
  expect((await valuesOf(saved.id, VISITOR)).get(2026)).toMatchObject({ value: 12, author: '' });
});

test('the indicators of a sheet are listed to those who may read it, and to nobody else', async () => {
  const sheet = await aSheet(db, { plan, number: '77', visibility: 'pilots' });
  const id = await follow('present', { sheet, label: 'Indicateur réservé' });
  const ids = async (actor: Actor) =>
    (await listFollowed(db, actor, { plan, ...CLOCK })).map((one) => one.id);
  expect(await ids(animator)).toContain(id);
  expect(await ids(operator('test'))).toContain(id);
  expect(await ids(member)).not.toContain(id);
  expect(await ids(VISITOR)).not.toContain(id);
});

test('what people wrote of a withheld sheet is withheld, its figures are not', async () => {
  const sheet = await aSheet(db, { plan, number: '78' });
  const input = {
    label: 'Visites',
    unit: 'visites',
    definition: 'Texte retenu',
    source: 'Texte retenu'
  };
  const saved = await saveIndicator(db, animator, { plan, sheet, input });
  if (!saved.ok) throw new Error(saved.reason);
  const change = { indicator: saved.id, year: 2026, value: 4, today: CLOCK.today };
  await setValue(db, animator, { ...change, comment: 'Texte retenu' });
  await db
    .insertInto('withholding')
    .values({ content_kind: 'action-sheet', content_id: String(sheet), territory_id: territory })
    .execute();
  const read = (actor: Actor) => listFollowed(db, actor, { plan, sheet, ...CLOCK });
  for (const actor of [member, VISITOR]) {
    expect(JSON.stringify(await read(actor))).not.toContain('Texte retenu');
    expect((await read(actor))[0]!.values[0]).toMatchObject({ value: 4 });
  }
  expect(JSON.stringify(await read(animator))).toContain('Texte retenu');
});

test('of another network, only what it shows to everybody is read, even by who leads the plan', async () => {
  const other = (await aTerritory(db, 'ailleurs')).id;
  const boss = await person(db, { roles: [{ territory: other, role: 'animator' }] });
  const NOW = new Date('2027-03-19T10:00:00Z');
  const when = { startsAt: '2027-03-18T08:00:00Z', endsAt: '2027-03-18T16:00:00Z' };
  const event = await anEvent(db, other, { title: 'Forum voisin', ...when });
  await people(db, event.id, 6, 6);
  const { survey, tokens } = await anOpenSurvey(db, boss, event.id, {
    ...{ key: 'satisfaction', now: NOW }
  });
  const said = Object.fromEntries(
    survey.questions.flatMap(({ required, kind, measure }, at) =>
      required || measure === 'satisfaction' ? [[at, kind === 'nps' ? '9' : '4']] : []
    )
  );
  for (const token of tokens) await answer(db, token, typing(survey, said), NOW);
  await closeSurvey(db, boss, event.id, survey.id, NOW);
  const mean = await follow('satisfaction', { event: event.id });
  const count = await follow('present', { event: event.id });
  expect((await valuesOf(count)).get(2027)).toMatchObject({ value: 6 });
  expect((await valuesOf(mean)).get(2027)).toMatchObject({ value: null });
  expect((await valuesOf(mean)).get(2027)!.source).toContain('ne le montre pas');
});

test('what was kept of a closed year says no more to visitors than before', async () => {
  await anAskedWave(db, territory, structures, everyPair(2), { closedAt: '2026-12-31T22:30:00Z' });
  const density = await follow('density-2', { source: 'wave' });
  const present = await follow('present');
  await db.transaction().execute(async (tx) => {
    await freezeValues(tx, animator, plan, 2026, CLOCK.now);
    await tx.insertInto('plan_year').values({ plan_id: plan, year: 2026 }).execute();
  });
  const seen = async (id: IndicatorId, actor: Actor) => (await valuesOf(id, actor)).get(2026);
  expect(await seen(density, member)).toMatchObject({ value: 1, frozen: true });
  expect(await seen(density, VISITOR)).toMatchObject({ value: null });
  expect((await seen(density, VISITOR))!.source).not.toContain('vague');
  expect(await seen(present, VISITOR)).toMatchObject({ value: 5, frozen: true });
});
