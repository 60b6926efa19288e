import { beforeAll, describe, expect, it } from 'vitest';
import { operator } from '#domain/identity/model.ts';
import { createTerritory } from '#domain/territory/server/commands.ts';
import type { Territory } from '#domain/territory/model.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { coverageOfTheme, stateOfCommune } from '../../commune-coverage.ts';
import { coverageMatrix, groupByEpci } from '../../coverage-matrix.ts';
import { structureInput } from '../../forms.ts';
import { createStructures, saveVocabulary } from '../commands.ts';
import { coverageOfFrance, getCoverageFacts } from './queries.ts';
import { getTerritoryOverview } from './overview/queries.ts';
import vocabulary from '../../defaults/vocabulary.json' with { type: 'json' };

const db = await testDatabase({ geography: true });
const actor = operator('test');
const BREST_METROPOLE = '242900314';
const IROISE = '242900074';
const OUESSANT = '29155';
const SEIN = '29083';
const THEME = 'maintien-a-domicile';

let territory: Territory;

const zones = (level: 'commune' | 'epci', ...codes: string[]) => ({
  certainty: 'declared' as const,
  include: codes.map((code) => ({ level, code })),
  exclude: [],
  note: ''
});
const certainty = (value: 'unknown' | 'everywhere') => ({
  certainty: value,
  include: [],
  exclude: [],
  note: ''
});
const fiche = (slug: string, more: object, service: object = {}) =>
  structureInput.parse({
    slug,
    name: slug,
    type: 'CLIC',
    territories: ['bout-du-monde'],
    services: [
      { name: 'Accompagnement', themes: [THEME], audiences: ['personnes-agees'], ...service }
    ],
    ...more
  });

beforeAll(async () => {
  await saveVocabulary(db, actor, vocabulary as Parameters<typeof saveVocabulary>[2]);
  territory = await createTerritory(db, actor, {
    slug: 'bout-du-monde',
    name: 'Bout du monde',
    nameWithDe: 'du Bout du monde',
    description: '',
    fictional: false,
    coveragePublic: false,
    frontDoorReason: '',
    perimeter: {
      certainty: 'declared',
      include: [
        ...[BREST_METROPOLE, IROISE].map((code) => ({ level: 'epci' as const, code })),
        ...[OUESSANT, SEIN].map((code) => ({ level: 'commune' as const, code }))
      ],
      exclude: []
    }
  });
  await createStructures(db, actor, [
    // The CLIC of Brest: 5 of the 8 communes of the metropolis.
    fiche('clic-brest', {
      perimeter: zones('commune', '29019', '29011', '29069', '29075', '29212')
    }),
    fiche(
      'service-iroise',
      { perimeter: certainty('unknown') },
      { perimeter: zones('epci', IROISE) }
    ),
    fiche(
      'ligne-nationale',
      { perimeter: certainty('everywhere'), territories: [] },
      { themes: ['addictions'] }
    ),
    fiche('a-preciser', { perimeter: certainty('unknown') }, { themes: ['sante-mentale'] }),
    fiche(
      'ailleurs',
      { perimeter: certainty('unknown'), territories: [] },
      { themes: ['sante-mentale'] }
    ),
    fiche('fermee', { perimeter: zones('epci', BREST_METROPOLE), status: 'closed' }),
    fiche('inventee', { perimeter: zones('epci', BREST_METROPOLE), fictional: true }),
    fiche('sans-service', { perimeter: zones('commune', OUESSANT), services: [] })
  ]);
});

const factsOf = () => getCoverageFacts(db, territory);

async function cellsOf(theme: string) {
  const facts = await factsOf();
  const groups = groupByEpci(facts.communes);
  const matrix = coverageMatrix(facts, [theme], groups);
  return { names: groups.map((group) => group.name), row: matrix.rows[0]!, matrix };
}

describe('the coverage of a territory', () => {
  it('counts the CLIC of Brest on 5 of the 8 communes of the metropolis', async () => {
    const { row } = await cellsOf(THEME);
    expect(row.cells[0]).toMatchObject({
      state: 'partial',
      communes: 8,
      communesCovered: 5,
      whole: 0
    });
  });

  it('puts Ouessant and Île-de-Sein under « Sans intercommunalité »', async () => {
    const { names, row } = await cellsOf(THEME);
    expect(names.at(-1)).toBe('Sans intercommunalité');
    expect(row.cells.at(-1)).toMatchObject({ communes: 2, state: 'none' });
  });

  it('reads the perimeter of a service rather than its structure’s', async () => {
    const { row } = await cellsOf(THEME);
    expect(row.cells[1]).toMatchObject({ state: 'covered', structures: 1, whole: 1 });
    expect(row.undetermined).toEqual([]);
  });

  it('tells what intervenes everywhere, whoever’s directory it is in', async () => {
    const { row } = await cellsOf('addictions');
    expect(row.everywhere.map(({ slug }) => slug)).toEqual(['ligne-nationale']);
    expect(row.cells.every((cell) => cell.state === 'covered')).toBe(true);
  });

  it('establishes no absence while a perimeter of the territory is unknown, those of elsewhere aside', async () => {
    const { row } = await cellsOf('sante-mentale');
    expect(row.undetermined.map(({ slug }) => slug)).toEqual(['a-preciser']);
    expect(new Set(row.cells.map((cell) => cell.state))).toEqual(new Set(['undetermined']));
    expect(row.populationWithout).toBe(0);
  });

  it('leaves out what is closed, and what is invented outside a fictional territory', async () => {
    const slugs = (await factsOf()).structures.map(({ slug }) => slug);
    expect(slugs).not.toContain('fermee');
    expect(slugs).not.toContain('inventee');
    const fictional = await getCoverageFacts(db, { ...territory, fictional: true });
    expect(fictional.structures.map(({ slug }) => slug)).toContain('inventee');
  });

  it('lists apart a structure that describes no service', async () => {
    const { matrix } = await cellsOf(THEME);
    expect(matrix.withoutTheme.map(({ slug }) => slug)).toEqual(['sans-service']);
  });

  it('answers the same for one need whether or not the facts are narrowed to it', async () => {
    const all = await factsOf();
    const narrowed = await getCoverageFacts(db, territory, THEME);
    const states = (facts: typeof all) => {
      const coverage = coverageOfTheme(facts, { theme: THEME });
      return facts.communes.map(({ code }, position) => [code, stateOfCommune(coverage, position)]);
    };
    expect(states(narrowed)).toEqual(states(all));
  });

  it('counts France for one need by département, without what is fictional or closed', async () => {
    const france = await coverageOfFrance(db, THEME);
    const finistere = france.find(({ code }) => code === '29');
    expect(france).toHaveLength(101 + 8);
    expect(finistere).toMatchObject({ communes: 277, communesCovered: 5 + 19, most: 1 });
  });

  it('sums a directory up: types, unknown perimeters, confirmations', async () => {
    const overview = await getTerritoryOverview(db, territory, new Date());
    expect(overview.types).toMatchObject([{ code: 'CLIC', count: overview.total }]);
    expect(overview.unknown.map(({ slug }) => slug)).toEqual(['a-preciser']);
    expect(overview.neverConfirmed).toBe(overview.total);
  });
});
