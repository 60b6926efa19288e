import { describe, expect, it } from 'vitest';
import { doorOf, doorsFor, rank, type FrontDoor } from './coverage.ts';

const door = (given: Partial<FrontDoor>): FrontDoor => ({
  audience: null,
  theme: null,
  structureId: null,
  type: null,
  position: 0,
  territoryName: 'Réseau fictif',
  ...given
});
const structure = (id: number, type: string, communeCount: number | null, name = `S${id}`) => ({
  id,
  type: { code: type },
  communeCount,
  name
});
const question = { commune: '82112', audience: 'personnes-agees', theme: 'maintien-a-domicile' };

describe('front doors', () => {
  it('a door made for another public or another need does not apply', () => {
    const doors = [
      door({ audience: 'aidants', type: 'PFR' }),
      door({ theme: 'addictions', type: 'CSAPA' })
    ];
    expect(doorsFor(doors, question)).toEqual([]);
  });

  it('the most precise door comes first, whatever its place in the list', () => {
    const general = door({ type: 'DAC', position: 0 });
    const precise = door({
      audience: 'personnes-agees',
      theme: 'maintien-a-domicile',
      type: 'CLIC',
      position: 5
    });
    expect(doorsFor([general, precise], question)).toEqual([precise, general]);
  });

  it('a door can be one structure rather than a type', () => {
    const doors = [door({ structureId: 2 })];
    expect(doorOf(doors, structure(2, 'CLIC', 3))).toBe(0);
    expect(doorOf(doors, structure(3, 'CLIC', 3))).toBe(-1);
  });
});

describe('the order of the answer', () => {
  it('front doors in the order of the territory, then the most local, then everywhere', () => {
    const doors = [door({ type: 'CLIC' }), door({ type: 'DAC', position: 1 })];
    const structures = [
      structure(1, 'CPAM', null),
      structure(2, 'DAC', 195),
      structure(3, 'SSIAD', 40),
      structure(4, 'MSP', 1),
      structure(5, 'CLIC', 60)
    ];
    expect(rank(structures, doors).map((one) => one.type.code)).toEqual([
      'CLIC',
      'DAC',
      'MSP',
      'SSIAD',
      'CPAM'
    ]);
  });

  it('equals are ordered by name', () => {
    const names = rank([structure(1, 'MSP', 1, 'Étang'), structure(2, 'MSP', 1, 'Eau')], []).map(
      (one) => one.name
    );
    expect(names).toEqual(['Eau', 'Étang']);
  });
});
