import { redirect } from '@sveltejs/kit';
import { listEverything } from '#domain/discovery/server/news/everything/queries.ts';
import { markAllRead } from '#domain/discovery/server/preferences/commands.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import { readMine } from './mine.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE_SIZE = 20;

export const load: PageServerLoad = async ({ locals: { actor, db }, url }) => {
  const now = new Date();
  const territories = await listTerritories(db);
  const own = territories.filter(({ id }) => actor.kind === 'person' && isMemberOf(actor, id));
  const isMember = actor.kind === 'person' && own.length > 0;
  const asked = url.searchParams.get('voir');
  const territory =
    territories.find(({ slug }) => slug === url.searchParams.get('territoire')) ?? null;
  const page = Math.max(1, Number(url.searchParams.get('page')) || 1);
  const common = {
    now,
    own: own.map(({ slug, name }) => ({ slug, name })),
    done: url.searchParams.has('lu')
  };
  if (isMember && asked !== 'tout' && !territory)
    return { ...common, view: 'mine' as const, ...(await readMine(db, actor, now)) };
  return {
    ...common,
    view: 'all' as const,
    isMember,
    isAlone: actor.kind === 'person' && !isMember,
    territory: territory && { slug: territory.slug, name: territory.name },
    territories: territories.map(({ slug, name }) => ({ slug, name })),
    ...(await listEverything(
      db,
      actor,
      { territory: territory?.id, now },
      { page, size: PAGE_SIZE }
    )),
    page,
    size: PAGE_SIZE
  };
};

export const actions: Actions = {
  lu: async ({ locals: { actor, db } }) => {
    await markAllRead(db, actor, new Date());
    redirect(303, '/partage?lu');
  }
};
