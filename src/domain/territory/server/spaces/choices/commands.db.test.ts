import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { getTerritory } from '../../queries.ts';
import { chooseForNetwork } from './commands.ts';

const db = await testDatabase();
const here = await aTerritory(db, 'ici');
const elsewhere = await aTerritory(db, 'ailleurs');
const roles = (role: 'member' | 'animator' | 'reception') => [{ territory: here.id, role }];

test('who leads a network publishes its coverage, and nothing else of it changes', async () => {
  const animator = await person(db, { roles: roles('animator') });
  await chooseForNetwork(db, animator, here.id, { coveragePublic: true });
  expect(await getTerritory(db, 'ici')).toEqual({ ...here, coveragePublic: true });
  const entry = await db.selectFrom('audit_entry').selectAll().executeTakeFirstOrThrow();
  expect(entry).toMatchObject({ action: 'territory.choose', person_id: animator.id });
});

test('nobody else does, nor she elsewhere', async () => {
  const animator = await person(db, { roles: roles('animator') });
  const others = [
    VISITOR,
    await person(db, { roles: roles('member') }),
    await person(db, { roles: roles('reception') })
  ];
  for (const actor of others)
    await expect(chooseForNetwork(db, actor, here.id, { coveragePublic: false })).rejects.toThrow(
      'animent'
    );
  await expect(
    chooseForNetwork(db, animator, elsewhere.id, { frontDoorReason: 'x' })
  ).rejects.toThrow('animent');
});
