import { dayOf, nextDraw } from '#domain/sharing/pairing/calendar.ts';
import { getPairingBoard } from '#domain/sharing/server/pairing/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, parent }) => {
  const { territory } = await parent();
  const now = new Date();
  return {
    board: await getPairingBoard(db, actor, territory.id, now),
    nextDraw: nextDraw(dayOf(now))
  };
};
