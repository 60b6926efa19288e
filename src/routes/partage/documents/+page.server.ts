import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { isToReview } from '#domain/sharing/documents/versions.ts';
import { listDocuments, listTags } from '#domain/sharing/server/documents/listing/queries.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import { civilTime } from '#shared/dates.ts';
import { listDrafts } from '../drafts.ts';
import { activeFilters, readAsked } from './asked.ts';
import type { PageServerLoad } from './$types';

const PER_PAGE = 20;

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const asked = readAsked(url.searchParams);
  const today = civilTime(new Date(), 'Europe/Paris').slice(0, 10);
  const [themes, territories, tags, drafts] = await Promise.all([
    listVocabulary(db, 'theme'),
    listTerritories(db),
    listTags(db, actor),
    listDrafts({ db, actor }, 'document')
  ]);
  const territory = territories.find(({ slug }) => slug === asked.territory);
  const { items, total } = await listDocuments(
    db,
    actor,
    {
      ...{ words: asked.q, tag: asked.tag || undefined, family: asked.family || undefined, today },
      ...{ isToReview: asked.isToReview, territory: territory?.id },
      themes: asked.theme ? [asked.theme] : undefined
    },
    { page: asked.page, size: PER_PAGE }
  );
  const names = new Map([
    ...themes.map(({ code, name }) => [code, name] as const),
    ...territories.map(({ slug, name }) => [slug, name] as const)
  ]);
  return {
    ...{ asked, total, tags, perPage: PER_PAGE },
    documents: items.map(({ item, file }) => ({
      ...{ item, file },
      isToReview: isToReview(item.details.expiresOn, today)
    })),
    filters: activeFilters(asked, names),
    themes: themes.map(({ code, name }) => ({ value: code, label: name })),
    territories: territories.map(({ slug, name }) => ({ value: slug, label: name })),
    drafts,
    mayAdd: actor.kind === 'person' && territories.some(({ id }) => isMemberOf(actor, id))
  };
};
