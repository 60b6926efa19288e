import { fail, redirect } from '@sveltejs/kit';
import { askCampaign } from '#domain/directory/server/confirmations/campaign/commands.ts';
import {
  listCampaign,
  MOST_AT_ONCE,
  previewCampaign
} from '#domain/directory/server/confirmations/campaign/queries.ts';
import { getLedTerritory } from '../../led.ts';
import { readFiches, readFilter } from '../filters.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, parent, url }) => {
  const { territory } = await parent();
  const now = new Date();
  const chosen = readFiches(url.searchParams.getAll('fiche'));
  const filter = { ...readFilter(url.searchParams), page: 1, perPage: MOST_AT_ONCE };
  const all = url.searchParams.has('etat')
    ? (await listCampaign(db, territory.id, filter, now)).items.map(({ id }) => id)
    : [];
  const structures = chosen.length > 0 ? chosen : all;
  const preview = await previewCampaign(db, actor, { territory: territory.id, structures }, now);
  return { ...preview, most: MOST_AT_ONCE };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { db, actor } = locals;
    const territory = await getLedTerritory(locals, params.slug);
    const structures = readFiches((await request.formData()).getAll('fiche'));
    const asked = { territory: territory.id, structures };
    const outcome = await askCampaign(db, actor, asked, new Date());
    if (!outcome.ok) return fail(429, { tooMany: true });
    redirect(303, `/gestion/territoires/${params.slug}/fiches?envoyes=${outcome.messages}`);
  }
};
