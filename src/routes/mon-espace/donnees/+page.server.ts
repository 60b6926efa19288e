import { fail, redirect } from '@sveltejs/kit';
import { erasePerson } from '#app/people/erasure.ts';
import { listAnimatedAlone } from '#domain/territory/server/personal/queries.ts';
import { findSender } from '#domain/directory/server/relay/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor } }) => {
  if (actor.kind !== 'person') throw new Forbidden('Connectez-vous pour voir vos données.');
  return { me: (await findSender(db, actor))!, alone: await listAnimatedAlone(db, actor.id) };
};

export const actions: Actions = {
  effacer: async ({ locals: { db, actor }, request }) => {
    if (actor.kind !== 'person') throw new Forbidden('Connectez-vous pour effacer votre compte.');
    const typed = String((await request.formData()).get('adresse') ?? '');
    const outcome = await erasePerson(db, actor, actor.id, typed);
    if (!outcome.ok) return fail(400, { refused: outcome.reason, typed });
    redirect(303, '/confidentialite?efface');
  }
};
