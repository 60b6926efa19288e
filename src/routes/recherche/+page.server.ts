import { FOUND_GROUPS, readKind } from '#domain/discovery/search.ts';
import { searchEverything } from '#domain/discovery/server/search/queries.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import type { PageServerLoad } from './$types';

/** Of each kind on the page of all of them, and on a page of one kind. */
const FEW = 4;
const MANY = 20;

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const q = (url.searchParams.get('q') ?? '').trim();
  const kind = readKind(url.searchParams.get('quoi'));
  const page = Math.max(1, Math.floor(Number(url.searchParams.get('page'))) || 1);
  const size = kind ? MANY : FEW;
  const [found, place] = await Promise.all([
    searchEverything(db, actor, {
      ...{ q, kind, page: kind ? page : 1, size, now: new Date() },
      passages: true
    }),
    q && !kind ? resolveCommune(db, q) : null
  ]);
  return {
    q,
    kind,
    page,
    perPage: size,
    ...found,
    total: found.groups.reduce((sum, group) => sum + group.total, 0),
    /** What was typed is the name of one commune. */
    commune: place?.kind === 'one' ? { code: place.commune.code, name: place.commune.name } : null,
    links: found.groups.map((group) => ({
      kind: group.kind,
      href: addressOf(q, FOUND_GROUPS[group.kind].slug)
    })),
    isVisitor: actor.kind === 'visitor'
  };
};

function addressOf(q: string, slug: string): string {
  if (slug === FOUND_GROUPS.structure.slug) return `/annuaire?${new URLSearchParams({ q })}`;
  return `/recherche?${new URLSearchParams({ q, quoi: slug })}`;
}
