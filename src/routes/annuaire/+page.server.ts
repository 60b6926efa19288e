import { searchStructures } from '#domain/directory/server/search/queries.ts';
import { listAudiences, listThemes, listTypes } from '#domain/directory/server/queries.ts';
import { describePerimeters, listTerritories } from '#domain/territory/server/queries.ts';
import { resolveCommune, type Place } from '#domain/territory/server/places/queries.ts';
import { activeFilters, listingAddress, readListing, type AskedListing } from './address.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db } = locals;
  const [types, themes, audiences, territories] = await Promise.all([
    listTypes(db),
    listThemes(db),
    listAudiences(db),
    listTerritories(db)
  ]);
  const words = { types, themes, audiences, territories };
  const typed = readListing(url.searchParams, words);
  const place: Place = typed.communeText
    ? await resolveCommune(db, typed.communeText)
    : { kind: 'none' };
  const commune = place.kind === 'one' ? place.commune : null;
  // Links name the commune by its code: the same list whatever was typed.
  const asked = commune ? { ...typed, communeText: commune.code } : typed;
  const now = new Date();
  const { facets, ...found } = await searchStructures(
    db,
    { ...asked, commune: commune?.code ?? null },
    now
  );
  const perimeters = await describePerimeters(
    db,
    found.items.map((item) => item.perimeterId)
  );
  return {
    asked,
    words,
    commune,
    /** The commune was not understood: the list is that of everywhere, and the page says so. */
    doubt:
      asked.communeText && place.kind !== 'one' ? { place, choices: choices(place, asked) } : null,
    found,
    facets,
    where: Object.fromEntries([...perimeters].map(([id, { text }]) => [id, text])),
    filters: activeFilters(asked, words, commune?.name ?? null)
  };
};

/** Of several communes of that name, the addresses of their lists. */
function choices(place: Place, asked: AskedListing) {
  if (place.kind !== 'several') return [];
  return place.communes.map((commune) => ({
    commune,
    href: listingAddress(asked, { communeText: commune.code })
  }));
}
