import { fail, redirect } from '@sveltejs/kit';
import { RHYTHMS } from '#domain/discovery/digest.ts';
import { feedAddress } from '#domain/discovery/server/feeds/queries.ts';
import { choosePreference, renewFeed } from '#domain/discovery/server/preferences/commands.ts';
import { getPreference } from '#domain/discovery/server/preferences/queries.ts';
import { oneself } from '#domain/identity/server/profile/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor, db }, url }) => {
  const { rhythm, letters, feedVersion } = await getPreference(db, actor);
  return {
    ...{ rhythm, letters, feed: feedAddress(oneself(actor).id, feedVersion) },
    done: url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = {
  choisir: async ({ locals: { actor, db }, request }) => {
    const form = await request.formData();
    const rhythm = RHYTHMS.find((one) => one === form.get('rythme'));
    if (!rhythm) return fail(400, { message: 'Choisissez l’un des rythmes proposés.' });
    await choosePreference(db, actor, { rhythm, letters: form.get('lettres') === 'oui' });
    redirect(303, '?fait=choix');
  },
  flux: async ({ locals: { actor, db } }) => {
    await renewFeed(db, actor);
    redirect(303, '?fait=flux#flux');
  }
};
