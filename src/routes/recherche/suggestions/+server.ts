import { FOUND_GROUPS, pickSuggestions } from '#domain/discovery/search.ts';
import { searchEverything } from '#domain/discovery/server/search/queries.ts';
import type { RequestHandler } from './$types';

const MOST = 7;
const SHORTEST = 2;

/** What is offered while one types: pages to go to, then all the results. */
export const GET: RequestHandler = async ({ locals: { db, actor }, url }) => {
  const q = (url.searchParams.get('q') ?? '').trim();
  const headers = { 'cache-control': 'private, no-store' };
  if (q.length < SHORTEST) return Response.json([], { headers });
  const { groups } = await searchEverything(db, actor, { q, page: 1, size: 3, now: new Date() });
  const offered = pickSuggestions(groups, MOST).map(({ kind, href, title, detail, isDraft }) => ({
    ...{ href, title },
    detail: [FOUND_GROUPS[kind].one, isDraft ? 'brouillon' : '', detail].filter(Boolean).join(' · ')
  }));
  const all = {
    href: `/recherche?${new URLSearchParams({ q })}`,
    title: 'Voir tous les résultats',
    detail: ''
  };
  return Response.json(offered.length > 0 ? [...offered, all] : [], { headers });
};
