import { redirect } from '@sveltejs/kit';
import { moveWord } from '#domain/directory/server/vocabularies/commands.ts';
import { listUsedWords } from '#domain/directory/server/vocabularies/queries.ts';
import { filterWords } from '#domain/directory/vocabulary.ts';
import { listNamed } from './lists.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, url }) => {
  const list = listNamed(url.searchParams.get('liste'));
  const asked = (url.searchParams.get('q') ?? '').trim().slice(0, 100);
  const all = await listUsedWords(db, list.kind);
  const added = url.searchParams.get('ajoute');
  return {
    list,
    asked,
    total: all.length,
    first: all[0]?.code,
    last: all.at(-1)?.code,
    words: filterWords(all, asked),
    added: all.find(({ code }) => code === added)?.name ?? null,
    removed: url.searchParams.get('supprime')
  };
};

export const actions: Actions = {
  move: async ({ locals: { db, actor }, request, url }) => {
    const list = listNamed(url.searchParams.get('liste'));
    const form = await request.formData();
    const [way, code = ''] = String(form.get('vers') ?? '').split(':', 2);
    const towards = way === 'haut' ? 'up' : 'down';
    const word = await moveWord(db, actor, list.kind, { code, towards });
    redirect(303, `/gestion/instance/vocabulaires?liste=${list.slug}#mot-${word.code}`);
  }
};
