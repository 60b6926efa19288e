import { redirect } from '@sveltejs/kit';
import { feedAddress } from '#domain/discovery/server/feeds/queries.ts';
import { readInterests } from '#domain/discovery/server/interests/queries.ts';
import { listExpected } from '#domain/discovery/server/news/expected/queries.ts';
import { listEverything } from '#domain/discovery/server/news/everything/queries.ts';
import { listNews } from '#domain/discovery/server/news/queries.ts';
import { markAllRead } from '#domain/discovery/server/preferences/commands.ts';
import { getPreference } from '#domain/discovery/server/preferences/queries.ts';
import { listThemes } from '#domain/directory/server/queries.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { Actions, PageServerLoad } from './$types';

const DAY = 86_400_000;
/** How far back « quoi de neuf » goes. */
const SHOWN_DAYS = 45;
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

/** What concerns her, with what it is drawn from. */
async function readMine(db: Database, actor: PersonActor, now: Date) {
  const [interests, preference] = await Promise.all([
    readInterests(db, actor),
    getPreference(db, actor)
  ]);
  const since = new Date(now.getTime() - SHOWN_DAYS * DAY);
  const [items, expected, themes] = await Promise.all([
    listNews(db, actor, interests, { since, until: now }),
    listExpected(db, actor, interests, now),
    listThemes(db)
  ]);
  return {
    items: items.slice(0, 60),
    expected,
    seenAt: preference.seenAt,
    rhythm: preference.rhythm,
    structures: interests.structures.map(({ name }) => name),
    themes: themes.filter(({ code }) => interests.themes.includes(code)).map(({ name }) => name),
    feed: feedAddress(actor.id, preference.feedVersion)
  };
}

export const actions: Actions = {
  lu: async ({ locals: { actor, db } }) => {
    await markAllRead(db, actor, new Date());
    redirect(303, '/partage?lu');
  }
};
