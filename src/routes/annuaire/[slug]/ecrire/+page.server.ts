import { findSender, findStructureRoute } from '#domain/directory/server/relay/queries.ts';
import { send, shown } from '../../../ecrire/posting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => ({
  recipient: shown(await findStructureRoute(db, params.slug)),
  sender: await findSender(db, actor),
  sent: url.searchParams.has('envoye')
});

export const actions: Actions = {
  default: async ({ locals, params, request }) =>
    send(locals, await findStructureRoute(locals.db, params.slug), await request.formData())
};
