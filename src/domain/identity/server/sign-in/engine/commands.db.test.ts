import { getMigrations } from 'better-auth/db/migration';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { signInEngine } from './commands.ts';

const db = await testDatabase();

test('the tables are those better-auth asks for', async () => {
  const { toBeAdded, toBeCreated } = await getMigrations(signInEngine(db).options);
  expect({ toBeAdded, toBeCreated }).toEqual({ toBeAdded: [], toBeCreated: [] });
});
