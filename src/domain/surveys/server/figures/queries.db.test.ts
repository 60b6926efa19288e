import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anonymise } from '#domain/registrations/server/personal/commands.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { answer, anOpenSurvey, cameIn, typing } from '../../../../../tests/factories/surveys.ts';
import { comesIn } from '../../../../../tests/factories/presences.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { EDITION_MEASURES, writeFigure } from '../../measures.ts';
import { closeSurvey } from '../opening/commands.ts';
import { compareFigures, getEditionFigures, listEditionsFigures } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const NOW = new Date('2027-06-01T10:00:00Z');
const { id: series } = await db
  .insertInto('event_series')
  .values({ territory_id: territory.id, slug: 'journee', title: 'Journée' })
  .returning('id')
  .executeTakeFirstOrThrow();

function edition(year: number, title = `Journée ${year}`) {
  const [startsAt, endsAt] = [`${year}-03-18T08:00:00Z`, `${year}-03-18T16:00:00Z`];
  return anEvent(db, territory.id, { title, slug: `journee-${year}`, series, startsAt, endsAt });
}

interface Who {
  email?: string | null;
  status?: string;
  origin?: string;
  profession?: [code: string, label: string];
  structure?: string;
}

async function registers(event: EventId, who: Who): Promise<RegistrationId> {
  const { id } = await db
    .insertInto('registration')
    .values({
      event_id: event,
      email: who.email ?? null,
      first_name: 'Zoé',
      last_name: 'Secrète',
      status: who.status ?? 'confirmed',
      waitlisted_at: who.status === 'waitlisted' ? NOW : null,
      origin: who.origin ?? (who.email ? 'self' : 'organiser'),
      profession_code: who.profession?.[0] ?? '',
      profession_label: who.profession?.[1] ?? '',
      structure_label: who.structure ?? ''
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as RegistrationId;
}

const declared = await edition(2025);
await db
  .updateTable('event')
  .set({ declared_participants: 61, declared_source: 'Bilan papier' })
  .where('id', '=', declared.id)
  .execute();

/** Two of three came, and one more at the door: counted by hand below. */
const before = await edition(2026);
const cameBefore = await registers(before.id, { email: 'ana@exemple.test', structure: 'CLIC Un' });
await registers(before.id, { email: 'absente@exemple.test', structure: 'Maison Deux' });
await registers(before.id, { email: 'liste@exemple.test', status: 'waitlisted' });
await registers(before.id, { email: 'ailleurs@exemple.test', status: 'cancelled' });
await cameIn(db, before.id, cameBefore);

const last = await edition(2027);
const NURSE: [string, string] = ['60', 'Infirmière'];
const ana = await registers(last.id, {
  ...{ email: 'ana@exemple.test', profession: NURSE, structure: 'clic un' }
});
const ben = await registers(last.id, {
  ...{ email: 'ben@exemple.test', profession: NURSE, structure: 'CLIC Un' }
});
const back = await registers(last.id, { email: 'absente@exemple.test', structure: 'Maison Deux' });
const door = await registers(last.id, { origin: 'door', profession: ['', 'Sonneuse'] });
await registers(last.id, { email: 'malade@exemple.test', structure: 'Jamais Venue' });
await registers(last.id, { email: 'renonce@exemple.test', status: 'cancelled' });
for (const who of [ana, ben, back, door]) await cameIn(db, last.id, who);
await cameIn(db, last.id, ana);

const nobody = await edition(2024);

test('each figure is counted from the rows, and says where it comes from', async () => {
  const figures = await getEditionFigures(db, last.id, NOW);
  expect(figures).toMatchObject({
    basis: 'present',
    people: 4,
    registered: { value: 5, source: 'Inscriptions confirmées, dont 1 à l’accueil.' },
    present: { value: 4, declared: false },
    attendance: { value: 3 / 4, source: '3 personnes venues sur 4 inscrites avant le jour.' },
    professions: { value: 2, source: 'Parmi 4 personnes présentes (1 sans réponse).' },
    structures: { value: 2 },
    types: { value: null, source: 'Personne ne l’a dit.' },
    firstTimers: { value: 1 },
    firstTimersShare: { value: 1 / 3 },
    satisfaction: { value: null },
    recommendation: { value: null },
    response: { value: null }
  });
  expect(figures.breakdowns.structures).toEqual([
    { label: 'CLIC Un', count: 2 },
    { label: 'Maison Deux', count: 1 }
  ]);
  expect(figures.breakdowns.professions.map(({ count }) => count)).toEqual([2, 1]);
  expect(figures.firstTimers.source).toBe(
    'Ni inscrites ni venues à\u00a0: Journée 2026 (comparaison par adresse électronique, pour 3 personnes). 1 sans adresse ne sont pas comparées. Sans inscriptions à comparer\u00a0: Journée 2024 et Journée 2025.'
  );
  expect(JSON.stringify(figures)).not.toMatch(/exemple\.test|Secrète/);
});

test('what is not known is null, never nought: declared, without entries, erased, to come', async () => {
  const of = async (id: EventId, now = NOW) => getEditionFigures(db, id, now);
  expect(await of(declared.id)).toMatchObject({
    registered: { value: null },
    present: {
      ...{ value: 61, declared: true },
      source: 'Déclaré, non compté ici. Source\u00a0: Bilan papier.'
    },
    attendance: { value: null },
    structures: { value: null },
    firstTimers: { value: null }
  });
  const empty = await of(nobody.id);
  for (const measure of EDITION_MEASURES) {
    expect(measure.read(empty).value, measure.code).toBeNull();
    expect(measure.read(empty).source, measure.code).not.toBe('');
    expect(writeFigure(measure, measure.read(empty))).toBe('non connu');
  }
  expect(await of(nobody.id, new Date('2024-01-01T00:00:00Z'))).toMatchObject({
    registered: { value: 0, source: 'Inscriptions confirmées, à ce jour.' },
    present: { value: null }
  });
});

test('identities that were erased leave the structures unknown, or counted without them', async () => {
  const of = async () => getEditionFigures(db, before.id, NOW);
  expect((await of()).structures).toEqual({ value: 1, source: 'Parmi 1 personne présente.' });
  await db
    .transaction()
    .execute(async (tx) => {
      await sql`update registration set structure_label = '', email = null, anonymised_at = now()
        where event_id = ${before.id}`.execute(tx);
      expect((await getEditionFigures(tx, before.id, NOW)).structures).toEqual({
        value: null,
        source: 'Les identités ont été effacées\u00a0: ce n’est plus connu.'
      });
      expect((await getEditionFigures(tx, last.id, NOW)).firstTimers.value).toBeNull();
      throw new Error('undone');
    })
    .catch((error: Error) => expect(error.message).toBe('undone'));
});

test('three years on, what the retention announces is still counted: how many, and the professions of the list', async () => {
  const { id } = await anEvent(db, territory.id);
  const listed = { profession_code: 'R356-90', profession_label: 'Médecin généraliste' };
  const written = { profession_label: 'Directrice du CLIC Un', structure_label: 'CLIC Un' };
  const ids: RegistrationId[] = [];
  for (const [at, traits] of [listed, { ...listed, commune_code: null }, written].entries()) {
    const { id: one } = await db
      .insertInto('registration')
      .values({
        ...{ event_id: id, email: `trois-${at}@exemple.test`, last_name: 'Essai' },
        ...{ status: 'confirmed', ...traits }
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    ids.push(one as RegistrationId);
    await comesIn(db, id, one as RegistrationId);
  }
  const before = await getEditionFigures(db, id, NOW);
  expect(before.professions.value).toBe(2);
  await db.transaction().execute((tx) => anonymise(tx, ids));
  const after = await getEditionFigures(db, id, NOW);
  expect(after).toMatchObject({
    registered: { value: 3 },
    present: { value: 3 },
    attendance: { value: 1 },
    professions: { value: 1, source: 'Parmi 3 personnes présentes (1 identité effacée).' },
    structures: { value: null },
    communes: { value: null }
  });
  expect(after.breakdowns.professions).toEqual([{ label: 'Médecin généraliste', count: 2 }]);
});

test('satisfaction comes with its scale, its answers and who was asked', async () => {
  const event = await anEvent(db, territory.id, { title: 'Avec questionnaire' });
  for (let at = 0; at < 8; at++) await registers(event.id, { email: `q${at}@exemple.test` });
  const at = new Date('2027-03-18T18:00:00Z');
  const traits = { key: 'satisfaction', now: at };
  const { survey, tokens } = await anOpenSurvey(db, animator, event.id, traits);
  const place = (measure: string) => survey.questions.findIndex((q) => q.measure === measure);
  for (const [turn, token] of tokens.slice(0, 6).entries()) {
    const said = {
      [place('satisfaction')]: turn < 3 ? '5' : '4',
      [place('recommendation')]: turn < 4 ? '10' : '3'
    };
    const others = survey.questions.flatMap((q, index) =>
      q.required && said[index] === undefined ? [[index, q.kind === 'nps' ? '8' : '4']] : []
    );
    await answer(db, token, typing(survey, { ...said, ...Object.fromEntries(others) }), at);
  }
  await closeSurvey(db, animator, event.id, survey.id, at);
  const figures = await getEditionFigures(db, event.id, NOW);
  expect(figures.satisfaction).toMatchObject({ value: 4.5, scaleMax: 5, answers: 6, asked: 8 });
  expect(figures.satisfaction.source).toContain(
    '6 réponses pour 8 personnes interrogées (75\u00a0%)'
  );
  expect(figures.recommendation.value).toBe(33);
  expect(figures.response.value).toBe(0.75);
  const written = EDITION_MEASURES.map((one) => writeFigure(one, one.read(figures)));
  expect(written).toContain('4,5 sur 5');
  expect(written).toContain('+33');
});

test('editions are read in as many statements for one as for three', async () => {
  const one = await countingStatements(db, (counted) =>
    listEditionsFigures(counted, [last.id], NOW)
  );
  const three = await countingStatements(db, (counted) =>
    listEditionsFigures(counted, [last.id, before.id, declared.id], NOW)
  );
  expect([one, three]).toEqual([4, 4]);
});

test('an edition stands beside those of its series that its reader manages', async () => {
  const event = { id: last.id, series: { id: series }, startsAt: new Date('2027-03-18T08:00:00Z') };
  const compare = async (actor: Parameters<typeof compareFigures>[1]) =>
    (await compareFigures(db, actor, event as never, NOW)).map((one) => one.edition.title);
  expect(await compare(animator)).toEqual([
    ...['Journée 2024', 'Journée 2025', 'Journée 2026', 'Journée 2027']
  ]);
  expect(await compare(await person(db))).toEqual(['Journée 2027']);
});
