import { countCampaign } from '#domain/directory/server/confirmations/campaign/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, parent }) => {
  const { territory } = await parent();
  return { campaign: await countCampaign(db, territory.id, new Date()) };
};
