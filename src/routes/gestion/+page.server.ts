import { animates, runsInstance } from '#domain/identity/rules.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import { environment } from '#server/env.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor, db } }) => {
  const territories = await listTerritories(db);
  return {
    territories: territories.filter(({ id }) => animates(actor, id)),
    runs: runsInstance(actor),
    demonstration: environment().demo !== 'off'
  };
};
