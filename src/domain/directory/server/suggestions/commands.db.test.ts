import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { suggestStructure } from './commands.ts';

const db = await testDatabase();
await aTerritory(db);

const proposed = {
  name: 'Maison de santé des Essais',
  type: '',
  communeCode: 'A',
  text: 'Réunit trois médecins et deux infirmières.',
  ...{ phone: '', website: '', source: '', authorName: 'Mme Durand', authorEmail: '' }
};

function suggest(text: string) {
  const sender = { address: '192.0.2.1', reread: false };
  return suggestStructure(db, VISITOR, { ...proposed, text }, sender, new Date());
}

test('who signs « Mme Durand » says her own name: only what she writes is read twice', async () => {
  expect(await suggest(proposed.text)).toMatchObject({ ok: true });
  expect(await suggest('Demandez pour Mme Durand, née le 3 mars 1934.')).toMatchObject({
    ok: false,
    reason: 'second-reading'
  });
});
