import { describe, expect, test } from 'vitest';
import { actorsOf, filterSheets, readFilter, writeFilter } from './filtering.ts';
import type { SheetActor, SheetSummary } from './sheet.ts';
import { workloadOf } from './workload.ts';

const clic = { id: 1 as never, slug: 'clic', name: 'CLIC d’essai' };
const actor = (label: string, structure: SheetActor['structure'] = null): SheetActor => ({
  ...{ label, structure, person: null }
});

function sheet(id: number, traits: Partial<SheetSummary> = {}): SheetSummary {
  return {
    ...{ id: id as never, number: String(id), code: '', slug: String(id), title: `Fiche ${id}` },
    ...{ axis: null, objective: null, status: 'ongoing', priority: null, startsOn: null },
    ...{ endsOn: null, renewsYearly: false, visibility: 'plan', pilots: [], partners: [] },
    ...{ themes: [], perimeter: null, steps: [], funding: [], updatedAt: new Date(0), version: 1 },
    place: undefined as never,
    ...traits
  };
}

const SHEETS = [
  sheet(1, { pilots: [actor('Le CLIC', clic)], themes: ['prevention'], priority: 'high' }),
  sheet(2, { pilots: [actor('CLIC d’essai', clic)], status: 'done' }),
  sheet(3, {
    pilots: [actor('Le  Département')],
    partners: [actor('CLIC', clic)],
    endsOn: '2026-01-01'
  })
];
const idsOf = (query: string, there: ReadonlySet<never> | null = null) =>
  filterSheets(SHEETS, readFilter(new URLSearchParams(query)), there, '2026-11-22').map(
    ({ id }) => id
  );

describe('a filter keeps', () => {
  test('all when it says nothing, or nothing that is known', () => {
    expect(idsOf('')).toEqual([1, 2, 3]);
    expect(idsOf('statut=zzz&priorite=zzz')).toEqual([1, 2, 3]);
  });

  test('the sheets of a pilot, however it is written', () => {
    expect(idsOf('pilote=clic')).toEqual([1, 2]);
    expect(idsOf('pilote=le-departement')).toEqual([3]);
    expect(idsOf('pilote=inconnu')).toEqual([]);
  });

  test('what answers to all that is asked at once', () => {
    expect(idsOf('partenaire=clic')).toEqual([3]);
    expect(idsOf('pilote=clic&statut=done')).toEqual([2]);
    expect(idsOf('theme=prevention&priorite=high')).toEqual([1]);
    expect(idsOf('retard=oui')).toEqual([3]);
  });

  test('the sheets that intervene in the commune', () => {
    expect(idsOf('commune=82112', new Set([2 as never]))).toEqual([2]);
  });
});

test('a filter is written in the address as it was read', () => {
  const address =
    '?pilote=clic&theme=prevention&statut=done&priorite=high&commune=82112&retard=oui';
  expect(writeFilter(readFilter(new URLSearchParams(address)))).toBe(address);
  expect(writeFilter(readFilter(new URLSearchParams()))).toBe('');
});

test('an actor is listed once, by the name of the directory', () => {
  expect(actorsOf(SHEETS, 'pilots')).toEqual([
    { key: 'clic', name: 'CLIC d’essai', sheets: 2 },
    { key: 'le-departement', name: 'Le  Département', sheets: 1 }
  ]);
});

test('whoever pilots a sheet is not counted again as its partner', () => {
  const twice = sheet(4, { pilots: [actor('CLIC', clic)], partners: [actor('CLIC', clic)] });
  const [load] = workloadOf([...SHEETS, twice]);
  expect(load).toMatchObject({ key: 'clic', planned: null });
  expect(load?.pilots.map(({ id }) => id)).toEqual([1, 2, 4]);
  expect(load?.partners.map(({ id }) => id)).toEqual([3]);
});
