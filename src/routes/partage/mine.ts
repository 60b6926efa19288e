import { listThemes } from '#domain/directory/server/queries.ts';
import { feedAddress } from '#domain/discovery/server/feeds/queries.ts';
import { readInterests } from '#domain/discovery/server/interests/queries.ts';
import { listExpected } from '#domain/discovery/server/news/expected/queries.ts';
import { listNews } from '#domain/discovery/server/news/queries.ts';
import { getPreference } from '#domain/discovery/server/preferences/queries.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';

const DAY = 86_400_000;
/** How far back « quoi de neuf » goes. */
const SHOWN_DAYS = 45;

/** What concerns her, with what it is drawn from. */
export async function readMine(db: Database, actor: PersonActor, now: Date) {
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
