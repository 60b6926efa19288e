/** Lists and pickers of what is shared find a word however it is accented or capitalised, all in the same way. */
import { expect, test } from 'vitest';
import type { TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listDocuments } from '../documents/listing/queries.ts';
import { offerContributions } from '../naming/queries.ts';
import { listOpportunities } from '../opportunities/queries.ts';
import { listProjects } from '../projects/queries.ts';
import { listExperiences } from '../telling/queries.ts';
import { NO_FILTER } from '../../projects.ts';

const db = await testDatabase();
const territory: TerritoryId = (await aTerritory(db)).id;
const member = await person(db, { roles: [{ territory, role: 'member' }] });
const page = { page: 1, size: 20 };
const title = 'ÉCOUTE à l’Hôpital\u00a0: un Cœur de réseau, 50% par-delà';
for (const kind of ['project', 'experience', 'document', 'opportunity'] as const) {
  await aContribution(db, { territory, kind, title, texts: { body: 'Où ? À MÂCON.' } });
  await aContribution(db, { territory, kind, title: 'Autre chose' });
}

const LISTS = {
  projects: async (words: string) =>
    (await listProjects(db, member, { ...NO_FILTER, territory: null, words }, page)).total,
  experiences: async (words: string) => (await listExperiences(db, member, { words }, page)).total,
  documents: async (words: string) =>
    (await listDocuments(db, member, { words, today: '2026-11-22' }, page)).total,
  opportunities: async (words: string) =>
    (await listOpportunities(db, member, { words }, { page, today: '2026-11-22' })).total,
  picker: async (words: string) => (await offerContributions(db, member, words, ['project'])).length
};

test.each(Object.keys(LISTS) as (keyof typeof LISTS)[])(
  '%s: neither accents, case, apostrophes nor the order of words count',
  async (name) => {
    const count = LISTS[name];
    for (const words of [
      'ecoute',
      'ÉCOUTÉ',
      'hopital l’ecoute',
      "l'hôp",
      'coeur',
      '50%',
      'par delà'
    ])
      expect([words, await count(words)]).toEqual([words, 1]);
    for (const words of ['ecoute ailleurs', 'e%z', '%'])
      expect([words, await count(words)]).toEqual([words, words === '%' ? emptyCount(name) : 0]);
  }
);

/** Words that say nothing narrow a list by nothing; of a picker, they offer nothing. */
const emptyCount = (name: keyof typeof LISTS) => (name === 'picker' ? 0 : 2);

test('a project is found by what its texts say, and not by how they are kept', async () => {
  expect(await LISTS.projects('macon')).toBe(1);
  expect(await LISTS.projects('body')).toBe(0);
});
