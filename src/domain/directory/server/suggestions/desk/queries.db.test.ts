import { expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { loadDefaultVocabulary } from '../../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { countingStatements } from '../../../../../../tests/support/statements.ts';
import { aStructure } from '../../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { listCampaign } from '../../confirmations/campaign/queries.ts';
import { createStructure } from '../../commands.ts';
import { listWaiting } from '../../stewardship/queries.ts';
import { suggestError, suggestStructure } from '../commands.ts';
import { listSuggestions } from '../queries.ts';
import { readDesk } from './queries.ts';

const NOW = new Date('2027-03-01T09:00:00Z');

const db = await testDatabase();

async function fill(territory: { slug: string }, turn: number) {
  const structure = await createStructure(
    db,
    operator('test'),
    aStructure({ name: `Maison ${turn}`, communeCode: 'A', territories: [territory.slug] })
  );
  const author = { source: '', authorName: '', authorEmail: '' };
  const sender = { address: `192.0.2.${turn}`, reread: false };
  const error = { ...author, part: 'phone', text: '05 36 49 00 09', structure } as const;
  await suggestError(db, VISITOR, error, sender, NOW);
  const proposed = {
    name: `Maison ${turn}`,
    type: 'MSP',
    communeCode: 'A',
    phone: '',
    website: ''
  };
  const input = { ...author, ...proposed, text: 'Une maison de santé.' };
  await suggestStructure(db, VISITOR, input, sender, NOW);
}

test('the desk, the campaign and what waits send as many statements for three rows as for one', async () => {
  await loadDefaultVocabulary(db);
  const territory = await aTerritory(db);
  const roles = [{ territory: territory.id, role: 'animator' }] as const;
  const animator = await person(db, { roles: [...roles] });
  const readings = [
    async (counted: Database) =>
      readDesk(counted, await listSuggestions(counted, animator, { territory: territory.id })),
    (counted: Database) => listCampaign(counted, territory.id, { page: 1, perPage: 50 }, NOW)
  ];
  const all = async () => {
    const counts = [];
    for (const reading of readings) counts.push(await countingStatements(db, reading));
    return counts;
  };
  await fill(territory, 1);
  const one = await all();
  await fill(territory, 2);
  await fill(territory, 3);
  const { items } = await readDesk(
    db,
    await listSuggestions(db, animator, { territory: territory.id })
  );
  expect(items.filter(({ twins }) => twins.length > 0)).toHaveLength(3);
  expect(await all()).toEqual(one);
  expect(one.every((sent) => sent > 0)).toBe(true);

  const others = [await aTerritory(db, 'deux'), await aTerritory(db, 'trois')];
  const admin = await person(db, { administrator: true });
  const ids = [territory, ...others].map(({ id }) => id);
  const waiting = await listWaiting(db, admin, ids);
  expect(waiting.get(territory.id)).toMatchObject({ suggestions: 6, withheld: 0 });
  expect(await countingStatements(db, (counted) => listWaiting(counted, admin, ids))).toBe(
    await countingStatements(db, (counted) => listWaiting(counted, admin, ids.slice(0, 1)))
  );
  expect((await listWaiting(db, animator, ids)).size).toBe(1);
});
