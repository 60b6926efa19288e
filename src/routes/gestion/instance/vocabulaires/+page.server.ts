import { listUsedWords } from '#domain/directory/server/vocabularies/queries.ts';
import { filterWords } from '#domain/directory/vocabulary.ts';
import { listNamed } from './lists.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, url }) => {
  const list = listNamed(url.searchParams.get('liste'));
  const asked = (url.searchParams.get('q') ?? '').trim().slice(0, 100);
  const all = await listUsedWords(db, list.kind);
  return { list, asked, total: all.length, words: filterWords(all, asked) };
};
