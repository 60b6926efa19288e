import { findAwaited } from '#domain/registrations/live.ts';
import { readLiveRoom } from '#domain/registrations/server/live/queries.ts';
import type { PageServerLoad } from './$types';

/** A list longer than this is searched, not read. */
const MOST_SHOWN = 40;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const { live } = await readLiveRoom(db, actor, params.slug, now);
  const typed = (url.searchParams.get('q') ?? '').slice(0, 80);
  if (!live) return { live: null, now, typed, found: 0 };
  const found = findAwaited(live.missing, typed);
  const shown = { ...live, missing: found.slice(0, MOST_SHOWN) };
  return { live: shown, now, typed, found: found.length };
};
