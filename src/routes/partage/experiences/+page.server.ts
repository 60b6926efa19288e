import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { listExperiences } from '#domain/sharing/server/telling/queries.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import { listDrafts } from '../drafts.ts';
import { activeFilters, readAsked } from './asked.ts';
import type { PageServerLoad } from './$types';

const PER_PAGE = 20;

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const asked = readAsked(url.searchParams);
  const [themes, audiences, territories] = await Promise.all([
    listVocabulary(db, 'theme'),
    listVocabulary(db, 'audience'),
    listTerritories(db)
  ]);
  const place = asked.commune ? await resolveCommune(db, asked.commune) : null;
  const commune = place?.kind === 'one' ? place.commune : null;
  const territory = territories.find(({ slug }) => slug === asked.territory);
  const found = await listExperiences(
    db,
    actor,
    {
      ...{ words: asked.q, form: asked.form || undefined, isReused: asked.isReused },
      themes: asked.theme ? [asked.theme] : undefined,
      audiences: asked.audience ? [asked.audience] : undefined,
      ...{ commune: commune?.code, territory: territory?.id }
    },
    { page: asked.page, size: PER_PAGE }
  );
  const names = new Map([
    ...[...themes, ...audiences].map(({ code, name }) => [code, name] as const),
    ...territories.map(({ slug, name }) => [slug, name] as const),
    ...(commune ? [[asked.commune, commune.name] as const] : [])
  ]);
  return {
    ...{ asked, found, perPage: PER_PAGE },
    communeName: commune?.name ?? asked.commune,
    /** The commune was not understood: the list is that of everywhere, and says so. */
    lostCommune: asked.commune !== '' && !commune,
    filters: activeFilters(asked, names),
    themes: themes.map(({ code, name }) => ({ value: code, label: name })),
    audiences: audiences.map(({ code, name }) => ({ value: code, label: name })),
    territories: territories.map(({ slug, name }) => ({ value: slug, label: name })),
    drafts: await listDrafts({ db, actor }, 'experience'),
    mayAdd: actor.kind === 'person' && territories.some(({ id }) => isMemberOf(actor, id))
  };
};
