import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { aTerritory, person } from '../../tests/factories/people.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { loadActor } from './actor.ts';

const db = await testDatabase();

const territory = await aTerritory(db);

test('a person comes with her active memberships only', async () => {
  const { id, memberships } = await person(db, {
    roles: [{ territory: territory.id, role: 'animator' }]
  });
  expect(memberships).toEqual([{ territory: territory.id, role: 'animator' }]);
  await sql`update membership set status = 'left' where person_id = ${id}`.execute(db);
  expect(await loadActor(db, id)).toMatchObject({ kind: 'person', memberships: [] });
});

test('an account suspended or gone is a visitor', async () => {
  const { id } = await person(db);
  await sql`update person set suspended_at = now() where id = ${id}`.execute(db);
  expect(await loadActor(db, id)).toBe(VISITOR);
  await sql`delete from person where id = ${id}`.execute(db);
  expect(await loadActor(db, id)).toBe(VISITOR);
});
