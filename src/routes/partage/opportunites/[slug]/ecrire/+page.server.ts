import { findSender } from '#domain/directory/server/relay/queries.ts';
import { dayOf } from '#domain/sharing/opportunities.ts';
import {
  findOpportunityRoute,
  getOpportunity
} from '#domain/sharing/server/opportunities/queries.ts';
import { send, shown } from '../../../../ecrire/posting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const today = dayOf(new Date());
  const { title } = await getOpportunity(db, actor, params.slug, today);
  return {
    title,
    recipient: shown(await findOpportunityRoute(db, actor, params.slug, today)),
    sender: await findSender(db, actor),
    sent: url.searchParams.has('envoye')
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) =>
    send(
      locals,
      await findOpportunityRoute(locals.db, locals.actor, params.slug, dayOf(new Date())),
      await request.formData()
    )
};
