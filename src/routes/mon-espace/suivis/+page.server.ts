import { fail, redirect } from '@sveltejs/kit';
import { readFollowable, type FollowState } from '#domain/discovery/follows.ts';
import { setFollow } from '#domain/discovery/server/follows/commands.ts';
import { listNamedFollows } from '#domain/discovery/server/follows/queries.ts';
import { listThemes } from '#domain/directory/server/queries.ts';
import { sitePath } from '#shared/text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor, db }, url }) => {
  const [follows, themes] = await Promise.all([listNamedFollows(db, actor), listThemes(db)]);
  const taken = new Set(follows.filter(({ target }) => target === 'theme').map(({ key }) => key));
  return {
    follows,
    themes: themes
      .filter(({ code }) => !taken.has(code))
      .map(({ code, name }) => ({ value: code, label: name })),
    done: url.searchParams.has('fait')
  };
};

const STATES: readonly FollowState[] = ['followed', 'muted', 'none'];

export const actions: Actions = {
  choisir: async ({ locals: { actor, db }, request }) => {
    const form = await request.formData();
    const what = readFollowable(form.get('cible'), form.get('cle'));
    const state = STATES.find((one) => one === form.get('etat'));
    if (!what || !state)
      return fail(400, { message: 'Choisissez d’abord ce que vous voulez suivre.' });
    await setFollow(db, actor, what, state);
    redirect(303, sitePath(form.get('retour')) ?? '/mon-espace/suivis?fait');
  }
};
