import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testDatabase } from './database.ts';

const db = await testDatabase();
const france = await testDatabase({ geography: true });

test('a test file has its own migrated database', async () => {
  const communes = await db.selectFrom('commune').selectAll().execute();
  expect(communes).toEqual([]);
});

test('a test file can ask for the whole official geography', async () => {
  const { count } = await france
    .selectFrom('commune')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('merged_into', 'is', null)
    .executeTakeFirstOrThrow();
  expect(count).toBe(34_969);
});

test('the test server compares and lowers French letters', async () => {
  const { rows } = await sql<{ lower: string }>`select lower('ÉVÊCHÉ Œuvre')`.execute(db);
  expect(rows).toEqual([{ lower: 'évêché œuvre' }]);
});

test('tests run far from Paris', () => {
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toMatch(/Kat(h)?mandu/);
});
