import { describe, expect, it } from 'vitest';
import { doorsOf, EMPTY_ROW, rowOf, type DoorRow } from './doors.ts';

const row = (rank: string, target: string): DoorRow => ({ ...EMPTY_ROW, rank, target });
const targets = (rows: DoorRow[]) => doorsOf(rows).map((door) => door.type ?? door.structure);

describe('the order of the front doors', () => {
  it('follows the numbers typed; a row without number goes last', () => {
    expect(
      targets([row('2', 'type:DAC'), row('', 'type:CCAS'), row('1', 'structure:clic')])
    ).toEqual(['clic', 'DAC', 'CCAS']);
  });

  it('keeps the place of equal numbers', () => {
    expect(targets([row('1', 'type:A'), row('1', 'type:B')])).toEqual(['A', 'B']);
  });

  it('takes off a row whose door was emptied', () => {
    expect(targets([row('1', ''), row('2', 'type:DAC')])).toEqual(['DAC']);
  });

  it('writes what it reads', () => {
    const doors = [{ audience: 'aidants', theme: null, structure: null, type: 'PFR' }];
    expect(doorsOf(doors.map(rowOf))).toEqual(doors);
  });
});
