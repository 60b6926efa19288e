import { getManagedEvent } from '#domain/events/server/queries.ts';
import { getEventEffect } from '#domain/network/server/effect/queries.ts';
import { canLeadWaves } from '#domain/network/rules.ts';
import { compareFigures } from '#domain/surveys/server/figures/queries.ts';
import { chartsOf, tableOf } from './comparison.ts';
import { headlinesOf, othersOf } from './headlines.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const now = new Date();
  const editions = await compareFigures(db, actor, event, now);
  const own = editions.find(({ edition }) => edition.id === event.id)!;
  return {
    figures: own,
    headlines: headlinesOf(own),
    others: othersOf(own),
    years: editions.length,
    charts: chartsOf(editions),
    table: tableOf(editions),
    effect: await getEventEffect(db, event.id, now),
    leadsWaves: canLeadWaves(actor, event.territory.id)
  };
};
