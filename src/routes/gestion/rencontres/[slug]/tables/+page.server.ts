import { getManagedEvent } from '#domain/events/server/queries.ts';
import { findLastDraw } from '#domain/seating/server/drawing/queries.ts';
import {
  getTablePlan,
  listGoneGuests,
  listPlanGuests
} from '#domain/seating/server/plan/queries.ts';
import { drawActions } from './draw-actions.ts';
import { readAsked } from './reading.ts';
import { seatActions } from './seat-actions.ts';
import { showPlan } from './showing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const [plan, guests, gone, draw] = [
    await getTablePlan(db, event.id),
    await listPlanGuests(db, event.id),
    await listGoneGuests(db, event.id),
    await findLastDraw(db, event.id)
  ];
  return {
    ...{ now: new Date(), guests: guests.length, draw },
    done: url.searchParams.get('fait') ?? '',
    wayBack: readWayBack(url.searchParams),
    plan: plan && showPlan(plan, { guests, gone, draw }, readAsked(url.searchParams))
  };
};

/** What undoes the move just made, as the page of moves reads it; '' when there is none. */
function readWayBack(query: URLSearchParams): string {
  const [round, moved, back] = ['tour', 'bouge', 'retour'].map((name) => query.get(name) ?? '');
  const isKnown = /^\d+$/.test(`${round}${moved}`) && /^(table|avec)=\d+$/.test(back!);
  return isKnown ? `tour=${round}&personne=${moved}&${back}` : '';
}

export const actions: Actions = { ...drawActions, ...seatActions };
