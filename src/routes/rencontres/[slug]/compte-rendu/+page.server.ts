import { getMinutes } from '#domain/minutes/server/reading/queries.ts';
import { byDueDate } from '#domain/minutes/follow-ups.ts';
import { standingOf } from '#domain/minutes/wording.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const token = url.searchParams.get('cle') ?? '';
  const { event, minutes, attendance, mayWrite } = await getMinutes(db, actor, {
    ...{ slug: params.slug, token }
  });
  const { slug, title, startsAt, endsAt, timeZone, venueName, communeName, kind, fictional } =
    event;
  const now = new Date();
  return {
    ...{ attendance, mayWrite, token },
    event: { slug, title, startsAt, endsAt, timeZone, venueName, communeName, kind, fictional },
    minutes: {
      ...minutes,
      followUps: byDueDate(minutes.followUps).map((one) => standingOf(one, now, timeZone))
    }
  };
};
