import { expect, test } from 'vitest';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { readZoneLines } from './queries.ts';

const db = await testDatabase({ geography: true });
const { id: near } = await aTerritory(db, 'ici');

test('lines are zones that were chosen, or that one name or code tells; the others are given back', async () => {
  const lines = ['commune 82112', 'Montauban (nulle part)', 'Finistère', '29019', 'commune 99999'];
  expect(await readZoneLines(db, lines, near)).toEqual({
    zones: [
      { level: 'commune', code: '82112' },
      { level: 'departement', code: '29' },
      { level: 'commune', code: '29019' }
    ],
    unknown: ['Montauban (nulle part)', 'commune 99999']
  });
});

test('a name that several zones bear is given back: one has to choose', async () => {
  expect(await readZoneLines(db, ['Saint-Martin'], near)).toEqual({
    zones: [],
    unknown: ['Saint-Martin']
  });
});
