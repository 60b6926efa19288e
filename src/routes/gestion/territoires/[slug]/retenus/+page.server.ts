import { fail, redirect } from '@sveltejs/kit';
import { decideRetained, listRetained } from '#app/withholding.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  return {
    territory,
    ...(await listRetained(db, actor, territory.id)),
    done: url.searchParams.get('fait')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    const withholding = Number(form.get('signalement'));
    const decision = form.get('decision');
    if (!Number.isSafeInteger(withholding) || (decision !== 'restore' && decision !== 'remove'))
      return fail(400, { message: 'Choisissez ce que devient le texte.' });
    const { status } = await decideRetained(db, actor, withholding, decision);
    redirect(303, `?fait=${status}`);
  }
};
