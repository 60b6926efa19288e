import { beforeAll, expect, test } from 'vitest';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { closeSurvey } from '#domain/surveys/server/opening/commands.ts';
import type {
  ActionSheetId,
  EventId,
  IndicatorId,
  PlanId,
  RegistrationId,
  SeriesId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';
import { aNeighbourhood, anAskedWave } from '../../../../../tests/factories/acquaintances.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import {
  aComer,
  answer,
  anOpenSurvey,
  cameIn,
  typing
} from '../../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import type { IndicatorDraft } from '../../figures/definition.ts';
import { isMissing, type BindingSource } from '../../indicators.ts';
import { saveIndicator } from './commands.ts';
import { freezeValues } from './freezing/commands.ts';
import { listFollowed } from './queries.ts';
import { setValue } from './values/commands.ts';

const db = await testDatabase();
const CLOCK = { now: new Date('2027-06-01T10:00:00Z'), today: '2027-06-01' };

let territory: TerritoryId;
let structures: StructureId[];
let animator: PersonActor;
let member: PersonActor;
let plan: PlanId;
let series: SeriesId;
const editions = new Map<number, EventId>();

async function edition(year: number, traits: Parameters<typeof anEvent>[2] = {}) {
  const when = { startsAt: `${year}-03-18T08:00:00Z`, endsAt: `${year}-03-18T16:00:00Z` };
  const made = await anEvent(db, territory, {
    ...{ title: `Journée ${year}`, series, ...when, ...traits }
  });
  if (Object.keys(traits).length === 0) editions.set(year, made.id);
  return made.id;
}

/** @returns those who have a place; the first ones came. */
async function people(event: EventId, places: number, came: number): Promise<RegistrationId[]> {
  const ids: RegistrationId[] = [];
  for (let at = 0; at < places; at += 1) {
    const id = await aComer(db, event);
    if (at < came) await cameIn(db, event, id);
    ids.push(id);
  }
  return ids;
}

async function follow(
  measure: string,
  traits: {
    source?: BindingSource;
    sheet?: ActionSheetId;
    series?: SeriesId;
    event?: EventId;
  } = {},
  more: Partial<IndicatorDraft> = {}
): Promise<IndicatorId> {
  const source = traits.source ?? 'edition';
  const dated = source === 'edition' || source === 'effect';
  const saved = await saveIndicator(db, animator, {
    plan,
    sheet: traits.sheet ?? null,
    input: {
      label: `${measure} ${Math.random()}`,
      binding: {
        ...{ source, measure, combine: 'last', event: traits.event ?? null },
        series: dated && !traits.event ? (traits.series ?? series) : null
      },
      ...more
    }
  });
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  return saved.id;
}

async function valuesOf(id: IndicatorId, actor: Parameters<typeof listFollowed>[1] = animator) {
  const all = await listFollowed(db, actor, { plan, ...CLOCK });
  return new Map(all.find((one) => one.id === id)!.values.map((value) => [value.year, value]));
}

beforeAll(async () => {
  const names = ['Un', 'Deux', 'Trois', 'Quatre'];
  ({ territory, ids: structures } = await aNeighbourhood(db, names));
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
  ({ plan } = await aPlan(db, { territory, slug: 'cls' }));
  const made = await db
    .insertInto('event_series')
    .values({ territory_id: territory, slug: 'journee', title: 'Journée' })
    .returning('id')
    .executeTakeFirstOrThrow();
  series = made.id as SeriesId;
  await people(await edition(2026), 7, 5);
});

test('an edition counts for the civil year in which it begins, where it takes place', async () => {
  const late = await anEvent(db, territory, {
    ...{ title: 'Réveillon', startsAt: '2026-12-31T23:30:00Z', endsAt: '2027-01-01T02:00:00Z' }
  });
  await people(late.id, 3, 2);
  const values = await valuesOf(await follow('present', { event: late.id }));
  expect([...values.keys()]).toEqual([2027]);
  expect(values.get(2027)).toMatchObject({ value: 2, origin: 'computed', frozen: false });
});

test('counted by hand: of seven who have a place, five came; what is cancelled or in preparation counts for nothing', async () => {
  await people(await edition(2026, { title: 'Annulée', status: 'cancelled' }), 4, 4);
  await people(await edition(2026, { title: 'Brouillon', status: 'draft' }), 4, 4);
  const present = await valuesOf(await follow('present'));
  expect(present.get(2026)).toMatchObject({ value: 5, readers: 'public' });
  expect(present.get(2026)!.source).toBe(
    'D’après «\u00a0Journée 2026\u00a0» (18 mars 2026)\u00a0: Entrées notées à l’accueil\u00a0: chaque personne une fois.'
  );
  expect((await valuesOf(await follow('registered'))).get(2026)).toMatchObject({ value: 7 });
  expect((await valuesOf(await follow('attendance'))).get(2026)!.value).toBeCloseTo(5 / 7);
});

test('an edition that is to come gives no value yet, and says so; a year without any says it too', async () => {
  const own = await db
    .insertInto('event_series')
    .values({ territory_id: territory, slug: 'ateliers', title: 'Ateliers' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const when = { startsAt: '2027-09-18T08:00:00Z', endsAt: '2027-09-18T16:00:00Z' };
  const next = await anEvent(db, territory, { title: 'Atelier 4', series: own.id, ...when });
  await people(next.id, 3, 0);
  const values = await valuesOf(await follow('registered', { series: own.id as SeriesId }));
  expect(values.get(2027)).toMatchObject({
    ...{ value: null, awaited: true },
    source:
      '«\u00a0Atelier 4\u00a0» (18 septembre 2027) n’est pas terminée\u00a0: le chiffre viendra ensuite.'
  });
  expect(values.get(2026)).toMatchObject({
    ...{ value: null, awaited: false, source: 'Aucune édition de «\u00a0Ateliers\u00a0» en 2026.' }
  });
  expect([...values.values()].filter(isMissing).map(({ year }) => year)).toEqual([2026]);
});

test('several editions of a year: the last, their sum, their mean; one that is not known hides the sum', async () => {
  const own = await db
    .insertInto('event_series')
    .values({ territory_id: territory, slug: 'cafes', title: 'Cafés' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const months = ['02', '03', '04'];
  for (const [at, month] of months.entries()) {
    const when = { startsAt: `2027-${month}-10T08:00:00Z`, endsAt: `2027-${month}-10T09:00:00Z` };
    const { id } = await anEvent(db, territory, {
      title: `Café ${at + 1}`,
      series: own.id,
      ...when
    });
    await people(id, at + 2, at + 1);
  }
  const id = own.id as SeriesId;
  const valued = async (combine: 'last' | 'sum' | 'mean', measure = 'present') => {
    const binding = { source: 'edition', measure, series: id, event: null, combine } as const;
    const input = { label: `${combine} ${measure} ${Math.random()}`, binding };
    const saved = await saveIndicator(db, animator, { plan, sheet: null, input });
    return saved.ok ? (await valuesOf(saved.id)).get(2027) : saved;
  };
  expect(await valued('last')).toMatchObject({ value: 3 });
  expect(await valued('sum')).toMatchObject({ value: 6 });
  expect(await valued('mean')).toMatchObject({ value: 2 });
  // Different structures of three editions are not so many structures.
  expect(await valued('sum', 'structures')).toMatchObject({ value: null });
  const when = { startsAt: '2027-05-10T08:00:00Z', endsAt: '2027-05-10T09:00:00Z' };
  await anEvent(db, territory, { title: 'Café sans entrées', series: own.id, ...when });
  const hidden = await valued('sum');
  expect(hidden).toMatchObject({ value: null, awaited: false });
  expect((hidden as { source: string }).source).toContain('Café sans entrées');
});

test('a mean of satisfaction carries its response, is withheld under five answers, and is a visitor’s only when shown to all', async () => {
  const NOW = new Date('2027-03-19T10:00:00Z');
  const event = await edition(2027);
  await people(event, 8, 8);
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

test('an edition of members is told to members alone, down to its name', async () => {
  const when = { startsAt: '2027-02-01T08:00:00Z', endsAt: '2027-02-01T10:00:00Z' };
  const { id: event } = await anEvent(db, territory, {
    ...{ title: 'Réunion discrète', visibility: 'members', ...when }
  });
  await people(event, 3, 2);
  const id = await follow('present', { event });
  expect((await valuesOf(id, member)).get(2027)).toMatchObject({ value: 2 });
  const seen = await listFollowed(db, VISITOR, { plan, ...CLOCK });
  expect(seen.find((one) => one.id === id)?.values[0]).toMatchObject({ value: null });
  expect(JSON.stringify(seen)).not.toContain('discrète');
});

/** A series with an edition that was held in March 2027, and three to come in November that differ by who may find them. */
async function aSeriesToCome(where: TerritoryId, held: Parameters<typeof anEvent>[2] = {}) {
  const { id } = await db
    .insertInto('event_series')
    .values({ territory_id: where, slug: `suite-${where}-${Math.random()}`, title: 'Suite' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const march = { startsAt: '2027-03-10T08:00:00Z', endsAt: '2027-03-10T09:00:00Z' };
  const made = await anEvent(db, where, { title: 'Suite de mars', series: id, ...march, ...held });
  await people(made.id, 3, 2);
  const november = { startsAt: '2027-11-10T08:00:00Z', endsAt: '2027-11-10T09:00:00Z' };
  const told = {
    public: 'Suite annoncée',
    members: 'Suite secrète',
    link: 'Suite secrète'
  } as const;
  for (const visibility of ['public', 'members', 'link'] as const)
    await anEvent(db, where, { title: told[visibility], visibility, series: id, ...november });
  return id as SeriesId;
}

test('of the editions that are to come, a figure names those that everybody may find, now and once it is kept', async () => {
  const own = await aPlan(db, { territory });
  const input = (combine: 'last' | 'sum', id: SeriesId) => ({
    label: `Suite ${combine}`,
    binding: { source: 'edition', measure: 'present', combine, event: null, series: id } as const
  });
  const id = await aSeriesToCome(territory);
  const april = { startsAt: '2027-04-10T08:00:00Z', endsAt: '2027-04-10T09:00:00Z' };
  const second = await anEvent(db, territory, { title: 'Suite d’avril', series: id, ...april });
  await people(second.id, 1, 1);
  for (const combine of ['last', 'sum'] as const)
    await saveIndicator(db, animator, { plan: own.plan, sheet: null, input: input(combine, id) });
  const sources = async () => {
    const all = await listFollowed(db, VISITOR, { plan: own.plan, ...CLOCK });
    return all.map((one) => one.values.find(({ year }) => year === 2027)!.source);
  };
  const computed = await sources();
  expect(computed).toHaveLength(2);
  for (const source of computed)
    expect(source).toMatch(
      / À venir dans l’année\u00a0: «\u00a0Suite annoncée\u00a0» \([^)]*\)\.$/
    );
  await db.transaction().execute(async (tx) => {
    await freezeValues(tx, animator, own.plan, 2027, CLOCK.now);
    await tx.insertInto('plan_year').values({ plan_id: own.plan, year: 2027 }).execute();
  });
  expect(await sources()).toEqual(computed);
});

test('members read no title of what another network keeps for its own', async () => {
  const elsewhere = (await aTerritory(db, 'plus-loin')).id;
  const secret = { visibility: 'members', title: 'Suite secrète' } as const;
  const held = await aSeriesToCome(elsewhere, { ...secret });
  const { id: none } = await db
    .insertInto('event_series')
    .values({ territory_id: elsewhere, slug: 'rien-encore', title: 'Rien encore' })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [title, year] of [['Avant', 2025] as const, ['Suite secrète', 2027] as const])
    await anEvent(db, elsewhere, {
      ...{ title, series: none, visibility: year === 2025 ? 'public' : 'members' },
      ...{ startsAt: `${year}-10-10T08:00:00Z`, endsAt: `${year}-10-10T09:00:00Z` }
    });
  for (const [series, source] of [
    [held, 'Une rencontre\u00a0: L’organisation'],
    [none as SeriesId, 'Une rencontre n’est pas terminée']
  ] as const) {
    const values = await valuesOf(await follow('present', { series }), member);
    expect(values.get(2027)!.source).toContain(source);
    expect(JSON.stringify([...values.values()])).not.toContain('secrète');
  }
});

test('a wave counts for the year it closed, for members alone, and only where three structures have answered', async () => {
  const all = (level: 1 | 2) =>
    [0, 1, 2, 3].flatMap((from) =>
      [0, 1, 2, 3].filter((to) => to !== from).map((to) => [from, to, level] as const)
    );
  await anAskedWave(db, territory, structures, all(2), { closedAt: '2026-12-31T22:30:00Z' });
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
  const id = await follow('present', { sheet }, { label: 'Indicateur réservé' });
  const ids = async (actor: Parameters<typeof listFollowed>[1]) =>
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
  const read = (actor: Parameters<typeof listFollowed>[1]) =>
    listFollowed(db, actor, { plan, sheet, ...CLOCK });
  for (const actor of [member, VISITOR]) {
    expect(JSON.stringify(await read(actor))).not.toContain('Texte retenu');
    expect((await read(actor))[0]!.values[0]).toMatchObject({ value: 4 });
  }
  expect(JSON.stringify(await read(animator))).toContain('Texte retenu');
});

test('three indicators of a source are read in as many statements as one', async () => {
  for (const source of ['edition', 'effect', 'wave', 'directory', 'plan'] as const) {
    const measure = {
      ...{ edition: 'present', effect: 'newAcquaintances', wave: 'response' },
      ...{ directory: 'structures', plan: 'sheetsDone' }
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
  const all = (level: 1 | 2) =>
    [0, 1, 2, 3].flatMap((from) =>
      [0, 1, 2, 3].filter((to) => to !== from).map((to) => [from, to, level] as const)
    );
  const asked = (level: 1 | 2, moment: 'before' | 'after') =>
    anAskedWave(db, territory, structures, all(level), { event: event.id, moment });
  await asked(1, 'before');
  await asked(2, 'after');
  expect((await valuesOf(id, member)).get(2027)).toMatchObject({ value: 6, readers: 'members' });
  expect((await valuesOf(id, VISITOR)).get(2027)).toMatchObject({ value: null });
});

test('of another network, only what it shows to everybody is read, even by who leads the plan', async () => {
  const other = (await aTerritory(db, 'ailleurs')).id;
  const boss = await person(db, { roles: [{ territory: other, role: 'animator' }] });
  const NOW = new Date('2027-03-19T10:00:00Z');
  const when = { startsAt: '2027-03-18T08:00:00Z', endsAt: '2027-03-18T16:00:00Z' };
  const event = await anEvent(db, other, { title: 'Forum voisin', ...when });
  await people(event.id, 6, 6);
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
  const density = await follow('density-2', { source: 'wave' });
  const present = await follow('present');
  await db.transaction().execute(async (tx) => {
    await freezeValues(tx, animator, plan, 2026, CLOCK.now);
    await tx.insertInto('plan_year').values({ plan_id: plan, year: 2026 }).execute();
  });
  const seen = async (id: IndicatorId, actor: Parameters<typeof listFollowed>[1]) =>
    (await valuesOf(id, actor)).get(2026);
  expect(await seen(density, member)).toMatchObject({ value: 1, frozen: true });
  expect(await seen(density, VISITOR)).toMatchObject({ value: null });
  expect((await seen(density, VISITOR))!.source).not.toContain('vague');
  expect(await seen(present, VISITOR)).toMatchObject({ value: 5, frozen: true });
});
