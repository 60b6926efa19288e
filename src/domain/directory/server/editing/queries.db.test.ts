import { afterAll, expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { connect } from '#server/db/connection.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure, covering } from '../../../../../tests/factories/structures.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { createStructure } from '../commands.ts';
import { listEditable } from './queries.ts';

const db = connect(await testDatabaseUrl({ geography: true }));
await loadDefaultVocabulary(db);
const home = await aTerritory(db);
afterAll(() => db.destroy());

const aFiche = (slug: string) =>
  createStructure(
    db,
    operator('test'),
    aStructure({
      slug,
      name: slug,
      territories: [home.slug],
      perimeter: covering('epci 242900074')
    })
  );

test('of several fiches, those an actor may change are found in one statement', async () => {
  const ids = [await aFiche('une'), await aFiche('deux')];
  const referent = await person(db, { referentOf: ids.slice(0, 1) });
  const animator = await person(db, { roles: [{ territory: home.id, role: 'animator' }] });
  const readers = [referent, animator, await person(db), VISITOR];
  const found = await Promise.all(readers.map((actor) => listEditable(db, actor, ids)));
  expect(found.map((editable) => [...editable])).toEqual([ids.slice(0, 1), ids, [], []]);
  const statements = (asked: typeof ids) =>
    countingStatements(db, (counted) => listEditable(counted, referent, asked));
  expect(await statements([])).toBe(1);
  expect(await statements(ids)).toBe(1);
});
