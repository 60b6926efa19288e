import { describe, expect, it } from 'vitest';
import { doorOf, doorsFor, type FrontDoor } from './coverage.ts';

const door = (given: Partial<FrontDoor>): FrontDoor => ({
  audience: null,
  theme: null,
  structureId: null,
  type: null,
  position: 0,
  territoryName: 'Réseau fictif',
  ...given
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
    expect(doorOf(doors, { id: 2, type: 'CLIC' })).toBe(0);
    expect(doorOf(doors, { id: 3, type: 'CLIC' })).toBe(-1);
  });
});
