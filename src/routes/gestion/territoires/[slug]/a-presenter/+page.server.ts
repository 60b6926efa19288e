import { listAudiences, listTypes } from '#domain/directory/server/queries.ts';
import { listManagedEvents } from '#domain/events/server/listing/queries.ts';
import { listEpcisOf, listIntroductions } from '#domain/network/server/introductions/queries.ts';
import { dismiss, made, plan, undo } from './deciding.ts';
import { readFilter, readPair } from './filters.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, parent, url }) => {
  const { territory } = await parent();
  const now = new Date();
  const filter = readFilter(url.searchParams);
  const [found, types, audiences, epcis, events] = await Promise.all([
    listIntroductions(db, actor, territory.id, filter),
    listTypes(db),
    listAudiences(db),
    listEpcisOf(db, territory.id),
    listManagedEvents(db, actor, now)
  ]);
  const done = url.searchParams.get('fait');
  const pair = url.searchParams.get('paire');
  return {
    ...{ found, filter, types, audiences, epcis },
    coming: events
      .filter(
        ({ territory: its, status, endsAt }) =>
          its.slug === territory.slug && status !== 'cancelled' && (!endsAt || endsAt > now)
      )
      .toSorted((a, b) => (a.startsAt?.getTime() ?? Infinity) - (b.startsAt?.getTime() ?? Infinity))
      .map(({ id, slug, title, startsAt, timeZone }) => ({ id, slug, title, startsAt, timeZone })),
    asked: url.searchParams.get('rencontre'),
    done: done && readPair(pair) ? { what: done, pair: pair! } : null,
    written: url.searchParams.has('ecrit')
  };
};

export const actions: Actions = {
  prevoir: plan,
  rencontrees: made,
  'sans-objet': dismiss,
  annuler: undo
};
