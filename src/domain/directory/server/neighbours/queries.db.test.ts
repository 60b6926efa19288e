import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { loadDemonstration } from '#app/demo.ts';
import type { StructureId } from '#shared/ids.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { hasReferent } from '../affiliations/queries.ts';
import { getStructure } from '../queries.ts';
import { listRecentFiches } from './queries.ts';

const db = await testDatabase({ geography: true });
await loadDemonstration(db);
const { id: territory } = await getTerritory(db, 'trois-confluents');

test('the news of a territory are what people did, never that a file was loaded today', async () => {
  const before = await listRecentFiches(db, territory, 100);
  expect(before.length).toBeGreaterThan(0);
  expect([...new Set(before.map(({ what }) => what))]).toEqual(['confirmed']);
  const { id } = await person(db);
  const { id: structure } = await getStructure(db, 'cpts-montvermeil');
  await sql`insert into structure_history (structure_id, version, person_id, actor_label, kind, before, after)
    values (${structure}, 2, ${id}, 'Camille Exemple', 'updated', '{}', '{}')`.execute(db);
  expect((await listRecentFiches(db, territory))[0]).toMatchObject({
    slug: 'cpts-montvermeil',
    what: 'changed'
  });
});

test('a fiche is said to be nobody’s when nobody answers for it', async () => {
  expect(await hasReferent(db, (await getStructure(db, 'cpts-montvermeil')).id)).toBe(true);
  expect(await hasReferent(db, 0 as StructureId)).toBe(false);
});
