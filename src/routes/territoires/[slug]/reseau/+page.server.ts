import { listTypes } from '#domain/directory/server/queries.ts';
import { canLeadWaves, canReadFigures } from '#domain/network/rules.ts';
import { getNetworkFigures } from '#domain/network/server/figures/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { readNetwork } from './reading.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const territory = await getTerritory(db, params.slug);
  const canRead = canReadFigures(actor, territory.id);
  const types = canRead ? await listTypes(db) : [];
  return {
    territory,
    isVisitor: actor.kind === 'visitor',
    canLead: canLeadWaves(actor, territory.id),
    typeNames: Object.fromEntries(types.map(({ code, name }) => [code, name])),
    network: canRead ? readNetwork(await getNetworkFigures(db, actor, territory.id)) : null
  };
};
