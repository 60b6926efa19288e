import { expect, test } from 'vitest';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { withhold } from '#domain/confidentiality/server/withholding/commands.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { listQuestions } from '../asking/queries.ts';
import { listSimilar } from './queries.ts';

const db = await testDatabase();
const territory = (await aTerritory(db, 'semblables')).id;
const elsewhere = (await aTerritory(db, 'ailleurs')).id;
const member = await person(db, { roles: [{ territory, role: 'member' }] });
const stranger = await person(db, { roles: [{ territory: elsewhere, role: 'member' }] });

const shared = (title: string, more: object = {}) =>
  aContribution(db, { kind: 'question', territory, title, author: member.id, ...more });
const { id: evening } = await shared('Comment organiser les sorties d’hôpital du vendredi ?');
const hidden = await shared('Les sorties d’hôpital de Mme Cachée', {});
await withhold(db, member, {
  ...{ kind: 'contribution', id: `${hidden.id}`, label: 'Q', territory }
});
await shared('Sorties d’hôpital, brouillon', { status: 'draft' });
await shared('Un minibus partagé', { texts: { body: 'Pour les sorties d’hôpital aussi.' } });
await shared('Une sortie à la mer', {});

const titles = async (actor: Actor, text: string) =>
  (await listSimilar(db, actor, { text })).map(({ title }) => title);

test('what shares two telling words is found, the title first, whatever the accents and the plural', async () => {
  expect(await titles(member, 'Quelqu’un connaît une sortie d’hopital réussie ?')).toEqual([
    'Comment organiser les sorties d’hôpital du vendredi ?',
    'Un minibus partagé'
  ]);
});

test('a text that says nothing finds nothing, and a question is not like itself', async () => {
  expect(await titles(member, 'Comment faire ?')).toEqual([]);
  const found = await listSimilar(db, member, {
    text: 'organiser sorties hôpital',
    except: evening
  });
  expect(found.map(({ title }) => title)).toEqual(['Un minibus partagé']);
});

test('who is not of the network finds nothing of it', async () => {
  expect(await titles(stranger, 'sorties hôpital')).toEqual([]);
  expect(await titles(VISITOR, 'sorties hôpital')).toEqual([]);
});

test('quotes and operators of the search are words', async () => {
  expect(await titles(member, `sorties' | hôpital & ! ( :* \\`)).toHaveLength(2);
});

test('questions are listed by where they stand and by their words, in lists of their own', async () => {
  const list = (state: 'ouvertes' | 'sans-reponse' | 'resolues' | 'miennes', words = '') =>
    listQuestions(db, member, { state, words }, { page: 1, size: 20 });
  expect((await list('ouvertes')).total).toBe(3);
  expect((await list('sans-reponse')).total).toBe(3);
  expect((await list('resolues')).total).toBe(0);
  expect((await list('miennes')).total).toBe(3);
  expect((await list('ouvertes', 'minib')).items.map(({ title }) => title)).toEqual([
    'Un minibus partagé'
  ]);
});
