import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { animatesSomewhere, runsInstance } from '#domain/identity/rules.ts';
import type { PersonId } from '#shared/ids.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { loadActor } from './actor.ts';
import { loadDemonstration, loadDemonstrationPeople } from './demo.ts';
import { demonstrationPeople, readyMadePeople } from './demo-people.ts';

const db = await testDatabase({ geography: true });

async function actorOf(email: string) {
  const { id } = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  return loadActor(db, id as PersonId);
}

test('without their territory, only the administration has an account', async () => {
  expect(await loadDemonstrationPeople(db)).toBe(1);
  expect(runsInstance(await actorOf('aline.calque@exemple.test'))).toBe(true);
});

test('each ready-made person can do what her title says', async () => {
  await loadDemonstration(db);
  const [member, referent, leader, officer, welcomer, admin] = await Promise.all(
    readyMadePeople().map(({ email }) => actorOf(email))
  );
  expect(member).toMatchObject({ memberships: [{ role: 'member' }], referentOf: [] });
  expect(referent).toMatchObject({ referentOf: [expect.any(Number)] });
  expect([leader, officer].map((one) => animatesSomewhere(one!))).toEqual([true, true]);
  expect(welcomer).toMatchObject({ memberships: [{ role: 'reception' }], administrator: false });
  expect(admin).toMatchObject({ administrator: true, memberships: [] });
});

test('loading again writes nothing, and gives nobody back what she has lost', async () => {
  await sql`update membership set status = 'left'`.execute(db);
  expect(await loadDemonstrationPeople(db)).toBe(0);
  expect(await actorOf('lucie.esquisse@exemple.test')).toMatchObject({ memberships: [] });
});

test('the people of the demonstration are invented, and say so', async () => {
  const { people } = demonstrationPeople();
  expect(people.length).toBeGreaterThan(30);
  const { rows } = await sql<{ count: number }>`
    select count(*) from person where not fictional`.execute(db);
  expect(rows[0]!.count).toBe(0);
  for (const { phone = '0536490000' } of people) expect(phone).toMatch(/^(053649|063998)\d+$/);
});
