import { fail, redirect } from '@sveltejs/kit';
import { createWord } from '#domain/directory/server/vocabularies/commands.ts';
import { BLANK, checkCode, checkTyped, readTyped } from '../form.ts';
import { listNamed } from '../lists.ts';
import { errorsOf } from '../refusals.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({
  list: listNamed(url.searchParams.get('liste')),
  typed: BLANK
});

export const actions: Actions = {
  add: async ({ locals: { db, actor }, request, url }) => {
    const list = listNamed(url.searchParams.get('liste'));
    const form = await request.formData();
    const typed = readTyped(form);
    const checked = checkTyped(list.kind, typed);
    const code = checkCode(list.kind, typed);
    if (!checked.ok || !code.ok) {
      const errors = { ...(!checked.ok && checked.errors), ...(!code.ok && code.errors) };
      return fail(400, { typed, errors });
    }
    const word = { code: code.code, input: checked.input, reread: form.get('relu') === 'oui' };
    const outcome = await createWord(db, actor, list.kind, word);
    if (!outcome.ok) return fail(400, { typed, ...errorsOf(outcome) });
    redirect(303, `/gestion/instance/vocabulaires?liste=${list.slug}&ajoute=${outcome.code}`);
  },
  preview: async ({ request }) => ({ typed: readTyped(await request.formData()), errors: {} })
};
