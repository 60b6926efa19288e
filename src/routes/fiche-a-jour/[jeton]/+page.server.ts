import { redirect } from '@sveltejs/kit';
import { confirmByLink } from '#domain/directory/server/confirmations/commands.ts';
import { getConfirmationLink } from '#domain/directory/server/confirmations/queries.ts';
import { listTerritoryIdsOf } from '#domain/directory/server/queries.ts';
import { canEditStructure } from '#domain/directory/rules.ts';
import { readEssential } from './essential.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const now = new Date();
  const link = await getConfirmationLink(db, params.jeton, now);
  const { id, slug } = link.structure;
  const [essential, territories] = await Promise.all([
    readEssential(db, slug, now),
    listTerritoryIdsOf(db, id)
  ]);
  return {
    link,
    essential,
    mayEdit: canEditStructure(actor, { id, territories }),
    token: params.jeton
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params }) => {
    await confirmByLink(db, actor, params.jeton, new Date());
    redirect(303, `/fiche-a-jour/${params.jeton}`);
  }
};
