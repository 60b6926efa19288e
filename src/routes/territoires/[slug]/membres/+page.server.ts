import { redirect } from '@sveltejs/kit';
import { EVERY_MEMBER, searchMembers } from '#domain/directory/server/members/queries.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { canManageMembers } from '#domain/territory/rules.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { PageServerLoad } from './$types';

const PER_PAGE = 60;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  if (actor.kind === 'visitor')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname + url.search)}`);
  const isMember = isMemberOf(actor, territory.id);
  const q = url.searchParams.get('q') ?? '';
  const page = Math.max(1, Number(url.searchParams.get('page')) || 1);
  const found = isMember
    ? await searchMembers(db, actor, territory.id, { ...EVERY_MEMBER, q, page, perPage: PER_PAGE })
    : { members: [], total: 0 };
  return {
    territory,
    isMember,
    ...found,
    q,
    page,
    perPage: PER_PAGE,
    self: actor.kind === 'person' ? actor.id : null,
    canManage: canManageMembers(actor, territory.id)
  };
};
