import { expect, test } from 'vitest';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { sayReused } from '../reuse/commands.ts';
import { writeContribution } from '../writing/commands.ts';
import { listExperiences } from './queries.ts';

const db = await testDatabase();
const PAGE = { page: 1, size: 20 };
let turn = 0;

async function aNetwork() {
  const territory = (await aTerritory(db, `retours-${(turn += 1)}`)).id;
  const roles = [{ territory, role: 'member' as const }];
  return { territory, author: await person(db, { roles }), reader: await person(db, { roles }) };
}

test('experiences are found by their words whatever the accents, their form, and whether others re-use them', async () => {
  const { territory, author, reader } = await aNetwork();
  const traits = { territory, kind: 'experience' as const, author: author.id };
  const first = await aContribution(db, {
    ...{ ...traits, title: 'Sorties d’hôpital', texts: { failed: 'Le bœuf à 100 % du vendredi.' } }
  });
  await aContribution(db, { ...traits, title: 'Café des aidants', details: { form: 'full' } });
  await aContribution(db, { territory, title: 'Sorties d’hôpital, le projet' });
  await sayReused(
    ...([db, reader, first.id, { status: 'done', structure: null, outcome: '' }] as const),
    { now: new Date() }
  );
  const titles = async (filter: Parameters<typeof listExperiences>[2]) =>
    (await listExperiences(db, reader, { territory, ...filter }, PAGE)).items.map(
      ({ item }) => item.title
    );
  expect(await titles({})).toEqual(['Café des aidants', 'Sorties d’hôpital']);
  expect(await titles({ words: 'HOPITAL sortie' })).toEqual(['Sorties d’hôpital']);
  expect(await titles({ words: 'boeuf' })).toEqual(['Sorties d’hôpital']);
  expect(await titles({ words: 'hôpital aidants' })).toEqual([]);
  expect(await titles({ words: '100%' })).toEqual(['Sorties d’hôpital']);
  expect(await titles({ form: 'full' })).toEqual(['Café des aidants']);
  expect(await titles({ isReused: true })).toEqual(['Sorties d’hôpital']);
  const { items } = await listExperiences(db, reader, { territory, isReused: true }, PAGE);
  expect(items[0]!.reuses).toEqual({ taken: 1, planned: 0, dropped: 0 });
});

test('words and counts tell nothing of what a reader may not read', async () => {
  const { territory, author, reader } = await aNetwork();
  const texts = { failed: 'Motsecret' };
  const traits = { territory, kind: 'experience' as const, author: author.id, texts };
  await aContribution(db, { ...traits, title: 'Brouillon', status: 'draft' });
  await aContribution(db, { ...traits, title: 'Entre membres' });
  const hidden = await aContribution(db, { ...traits, title: 'Retenu', visibility: 'public' });
  await db
    .insertInto('withholding')
    .values({ content_kind: 'contribution', content_id: String(hidden.id) })
    .execute();
  const found = async (actor: Parameters<typeof listExperiences>[1]) =>
    (await listExperiences(db, actor, { territory, words: 'motsecret' }, PAGE)).total;
  expect(await found(VISITOR)).toBe(0);
  expect(await found(reader)).toBe(1);
});

test('that it is re-used among members is neither counted nor found by others, until it is said in the open', async () => {
  const { territory, author, reader } = await aNetwork();
  const traits = { territory, kind: 'experience' as const, author: author.id };
  const { id } = await aContribution(db, { ...traits, title: 'Un retour' });
  const say = () =>
    sayReused(
      db,
      reader,
      id,
      { status: 'done', structure: null, outcome: '' },
      { now: new Date() }
    );
  await say();
  await writeContribution(db, author, id, { visibility: 'members', summary: 'Entre nous.' });
  await writeContribution(db, author, id, { visibility: 'public' });
  const seen = async (actor: Actor) => {
    const { items, total } = await listExperiences(db, actor, { territory, isReused: true }, PAGE);
    return { total, taken: items.map(({ reuses }) => reuses.taken) };
  };
  expect(await seen(reader)).toEqual({ total: 1, taken: [1] });
  expect(await seen(VISITOR)).toEqual({ total: 0, taken: [] });
  expect(await seen(await person(db))).toEqual({ total: 0, taken: [] });
  await db.updateTable('experience_reuse').set({ updated_at: new Date() }).execute();
  expect(await seen(VISITOR)).toEqual({ total: 1, taken: [1] });
});

test('a list takes as many statements for one as for three', async () => {
  const { territory, author, reader } = await aNetwork();
  const add = () =>
    aContribution(db, { territory, kind: 'experience', author: author.id, title: 'Un retour' });
  const count = () =>
    countingStatements(db, (counted) => listExperiences(counted, reader, { territory }, PAGE));
  await add();
  const one = await count();
  await add();
  await add();
  expect(await count()).toBe(one);
});
