import { findPersonRoute, findSender } from '#domain/directory/server/relay/queries.ts';
import { send, shown } from '../posting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => ({
  recipient: shown(await findPersonRoute(db, actor, params.personne)),
  sender: await findSender(db, actor),
  sent: url.searchParams.has('envoye')
});

export const actions: Actions = {
  default: async ({ locals, params, request }) =>
    send(
      locals,
      await findPersonRoute(locals.db, locals.actor, params.personne),
      await request.formData()
    )
};
