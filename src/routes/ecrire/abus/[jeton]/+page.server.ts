import { redirect } from '@sveltejs/kit';
import { reportAbuse } from '#domain/directory/server/relay/commands.ts';
import { findReported } from '#domain/directory/server/relay/queries.ts';
import { NotFound } from '#shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params }) => {
  const message = await findReported(db, params.jeton);
  if (!message) throw new NotFound('Ce lien ne désigne aucun message, ou n’est pas complet.');
  return { message };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params }) => {
    await reportAbuse(db, actor, params.jeton);
    redirect(303, '?fait');
  }
};
