import { expect, test } from 'vitest';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { offerMembers, recogniseNames } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const member = await person(db, {
  name: 'Camille Membre',
  roles: [{ territory: territory.id, role: 'member' }]
});
const outside = await person(db, { name: 'Dominique Ailleurs' });

test('members are offered to members, and not to a pilot from outside', async () => {
  expect(await offerMembers(db, member, territory.id, 'camil')).toMatchObject([
    { label: 'Camille Membre', value: `person:${member.id}` }
  ]);
  expect(await offerMembers(db, outside, territory.id, 'camil')).toEqual([]);
});

test('the name of a member is recognised by members, and not by a pilot from outside', async () => {
  const names = ['Camille Membre'];
  const known = await recogniseNames(db, member, territory.id, names);
  expect([...known.values()]).toEqual([{ structure: null, person: member.id }]);
  expect((await recogniseNames(db, outside, territory.id, names)).size).toBe(0);
});
