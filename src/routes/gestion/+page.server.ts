import { listWaiting } from '#domain/directory/server/stewardship/queries.ts';
import { animates, runsInstance } from '#domain/identity/rules.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import { environment } from '#server/env.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor, db } }) => {
  const all = await listTerritories(db);
  const territories = all.filter(({ id }) => animates(actor, id));
  const waiting = await listWaiting(
    db,
    actor,
    territories.map(({ id }) => id)
  );
  return {
    territories: territories.map((one) => ({ ...one, waiting: waiting.get(one.id) })),
    opened: all.length,
    runs: runsInstance(actor),
    demonstration: environment().demo !== 'off'
  };
};
