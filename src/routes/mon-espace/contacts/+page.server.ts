import { fail, redirect } from '@sveltejs/kit';
import type { ContactVisibility } from '#domain/directory/model.ts';
import { setContactVisibility } from '#domain/directory/server/contacts/commands.ts';
import { listContactsOf } from '#domain/directory/server/contacts/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

const VISIBILITIES: readonly ContactVisibility[] = ['public', 'members', 'nobody'];

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  if (actor.kind !== 'person') throw new Forbidden('Connectez-vous pour voir vos coordonnées.');
  return {
    contacts: await listContactsOf(db, actor.id),
    saved: url.searchParams.has('enregistre')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    const id = Number(form.get('contact'));
    const visibility = VISIBILITIES.find((one) => one === form.get('visibilite'));
    if (!visibility || !Number.isSafeInteger(id))
      return fail(400, { message: 'Choisissez à qui vous montrer.' });
    await setContactVisibility(db, actor, id, visibility);
    redirect(303, '?enregistre');
  }
};
