import { listStructures } from '#app/api/contracts.ts';
import { summaryJson } from '#app/api/presenters.ts';
import { NO_FILTER, type StructureSearch } from '#domain/directory/listing.ts';
import { checkCriteria } from '#domain/directory/server/queries.ts';
import { searchStructures } from '#domain/directory/server/search/queries.ts';
import { getCommune, getTerritory } from '#domain/territory/server/queries.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(listStructures, async ({ query, event }) => {
  const { db } = event.locals;
  const asked = { audience: query.public, theme: query.theme, type: query.type };
  const { audience, theme, type } = await checkCriteria(db, asked);
  if (query.territory) await getTerritory(db, query.territory);
  const commune = query.commune ? (await getCommune(db, query.commune)).code : null;
  const search: StructureSearch = {
    ...NO_FILTER,
    q: query.q ?? '',
    types: type ? [type] : [],
    audiences: audience ? [audience] : [],
    themes: theme ? [theme] : [],
    territory: query.territory ?? null,
    commune,
    sort: query.q ? 'relevance' : 'name',
    page: query.page,
    perPage: query.per_page
  };
  const found = await searchStructures(db, search, new Date());
  return {
    items: found.items.map(summaryJson),
    total: found.total,
    page: query.page,
    per_page: query.per_page
  };
});
