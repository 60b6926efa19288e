import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { splitMentions } from '../../mentions.ts';
import { readMentioned } from './queries.ts';

const db = await testDatabase();

test('a member reads who is named; a visitor and a member of elsewhere read that somebody is', async () => {
  const { id: territory } = await aTerritory(db, 'mentions-lues');
  const { id: other } = await aTerritory(db, 'mentions-ailleurs');
  const roles = [{ territory, role: 'member' as const }];
  await person(db, { roles, name: 'Bao Nommé' });
  const member = await person(db, { roles, name: 'Alix Lectrice' });
  const elsewhere = await person(db, { roles: [{ territory: other, role: 'member' }] });
  const text = 'Merci @Bao Nommé.';
  const read = async (actor: Parameters<typeof readMentioned>[1]) =>
    splitMentions(text, await readMentioned(db, actor, territory, [text]))
      .map((part) => part.text)
      .join('');
  expect(await read(member)).toBe(text);
  expect(await read(VISITOR)).toBe('Merci @une personne du réseau.');
  expect(await read(elsewhere)).toBe('Merci @une personne du réseau.');
});

test('nobody is looked for in texts that name nobody', async () => {
  const { id: territory } = await aTerritory(db, 'mentions-vides');
  await person(db, { roles: [{ territory, role: 'member' }], name: 'Bao Nommé' });
  expect((await readMentioned(db, VISITOR, territory, ['Bao Nommé', ''])).among).toEqual([]);
});
