import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { closeInventedSessions, openSession, signInAsInvented } from './commands.ts';
import { findSession } from './queries.ts';

// A real installation: there, nobody is lent a place.
process.env['MAILLAGE_DEMO'] = 'off';
const db = await testDatabase();
const visitor = { cookie: '', userAgent: 'Test', address: '192.0.2.1' };
const aline = await person(db, { email: 'aline.calque@exemple.test', administrator: true });
const claire = await person(db, { email: 'claire@exemple.test' });
await sql`update person set fictional = true where id = ${aline.id}`.execute(db);

test('out of demonstration mode, nobody signs in as one of the invented people', async () => {
  const attempt = signInAsInvented(db, visitor, 'aline.calque@exemple.test');
  await expect(attempt).rejects.toThrow('démonstration');
  expect(await openSession(db, visitor, aline.id)).toBeNull();
  expect(await db.selectFrom('sign_in_session').select('id').execute()).toEqual([]);
});

test('what was opened during the demonstration is closed; a real person stays', async () => {
  const opened = await openSession(db, visitor, claire.id);
  await sql`insert into sign_in_session (token, person_id, expires_at)
    values ('x', ${aline.id}, now() + interval '1 day')`.execute(db);
  expect(await closeInventedSessions(db)).toBe(1);
  const cookie = opened!.cookies.map((one) => one.split(';')[0]).join('; ');
  expect(await findSession(db, { ...visitor, cookie })).toMatchObject({ personId: claire.id });
});
