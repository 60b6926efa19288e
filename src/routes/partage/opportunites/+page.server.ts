import { isMemberOf } from '#domain/identity/rules.ts';
import { dayOf } from '#domain/sharing/opportunities.ts';
import { listOpportunities } from '#domain/sharing/server/opportunities/queries.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import { listDrafts } from '../drafts.ts';
import { readAsked, typeLinks } from './asked.ts';
import type { PageServerLoad } from './$types';

const PER_PAGE = 20;

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const asked = readAsked(url.searchParams);
  const territories = await listTerritories(db);
  const place = asked.commune ? await resolveCommune(db, asked.commune) : null;
  const commune = place?.kind === 'one' ? place.commune : null;
  const territory = territories.find(({ slug }) => slug === asked.territory);
  const today = dayOf(new Date());
  const found = await listOpportunities(
    db,
    actor,
    {
      ...{ type: asked.type || undefined, words: asked.q },
      ...{ commune: commune?.code, territory: territory?.id }
    },
    { today, page: { page: asked.page, size: PER_PAGE } }
  );
  return {
    ...{ asked, found, today, perPage: PER_PAGE, types: typeLinks(asked) },
    communeName: commune?.name ?? asked.commune,
    /** The commune was not understood: the list is that of everywhere, and says so. */
    lostCommune: asked.commune !== '' && !commune,
    isNarrowed: asked.q !== '' || asked.type !== '' || commune !== null || territory !== undefined,
    territories: territories.map(({ slug, name }) => ({ value: slug, label: name })),
    /** Where one may go on: the territory that was chosen, else all of them. */
    discover: (territory ? [territory] : territories).map(({ slug, name }) => ({ slug, name })),
    drafts: await listDrafts({ db, actor }, 'opportunity'),
    mayAdd: actor.kind === 'person' && territories.some(({ id }) => isMemberOf(actor, id))
  };
};
