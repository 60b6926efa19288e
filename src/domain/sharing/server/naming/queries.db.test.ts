import { expect, test } from 'vitest';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listNamesOf } from './queries.ts';

const db = await testDatabase();
const here = (await aTerritory(db, 'ici')).id;
const elsewhere = (await aTerritory(db, 'ailleurs')).id;
const member = await person(db, { roles: [{ territory: here, role: 'member' }] });
const animator = await person(db, { roles: [{ territory: elsewhere, role: 'animator' }] });

test('who names an edition by its number reads its title only if she finds it, or works on it', async () => {
  const seen = [
    await anEvent(db, elsewhere, { title: 'Publique' }),
    await anEvent(db, here, { title: 'De son réseau', visibility: 'members' })
  ];
  const unseen = [
    await anEvent(db, elsewhere, { title: 'D’un autre réseau', visibility: 'members' }),
    await anEvent(db, elsewhere, { title: 'Par lien', visibility: 'link' }),
    await anEvent(db, elsewhere, { title: 'Brouillon', status: 'draft' })
  ];
  const events = [...seen, ...unseen].map(({ id }) => id);
  const { events: read } = await listNamesOf(db, member, [{ events }]);
  expect([...read.values()].sort()).toEqual(['De son réseau', 'Publique']);
  const { events: led } = await listNamesOf(db, animator, [{ events }]);
  expect([...led.values()].sort()).toEqual([
    ...['Brouillon', 'D’un autre réseau', 'Par lien', 'Publique']
  ]);
});
