import {
  countCampaign,
  listCampaign
} from '#domain/directory/server/confirmations/campaign/queries.ts';
import { readFilter } from './filters.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, parent, url }) => {
  const { territory } = await parent();
  const now = new Date();
  const filter = readFilter(url.searchParams);
  const [figures, lines] = await Promise.all([
    countCampaign(db, territory.id, now),
    listCampaign(db, territory.id, filter, now)
  ]);
  const sent = url.searchParams.get('envoyes');
  return {
    figures,
    ...lines,
    filter,
    sent: sent === null ? null : Number(sent) || 0,
    confirmed: url.searchParams.has('confirmee')
  };
};
