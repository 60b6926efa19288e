import { fail, redirect } from '@sveltejs/kit';
import { mergeWord } from '#domain/directory/server/vocabularies/merging/commands.ts';
import { previewMerge } from '#domain/directory/server/vocabularies/merging/queries.ts';
import { getUsedWord, listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import { listNamed, wordAddress } from '../../../lists.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, url }) => {
  const list = listNamed(params.liste);
  const word = await getUsedWord(db, list.kind, params.code);
  const others = (await listVocabulary(db, list.kind)).filter(({ code }) => code !== word.code);
  const into = others.find(({ code }) => code === url.searchParams.get('avec'))?.code ?? '';
  const preview = into ? await previewMerge(db, list.kind, word.code, into) : null;
  return { list, word, into, preview, others: others.map(({ code, name }) => ({ code, name })) };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const list = listNamed(params.liste);
    const form = await request.formData();
    const into = String(form.get('avec') ?? '');
    const versions = {
      from: Number(form.get('version-de')),
      into: Number(form.get('version-avec'))
    };
    const outcome = await mergeWord(db, actor, list.kind, { from: params.code, into, versions });
    if (!outcome.ok) return fail(409, { reason: outcome.reason });
    redirect(303, `${wordAddress(list, outcome.into.code)}?enregistre`);
  }
};
