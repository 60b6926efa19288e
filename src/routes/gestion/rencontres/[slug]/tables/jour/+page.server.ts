import { fail, redirect } from '@sveltejs/kit';
import { canManageEvent } from '#domain/events/rules.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { tableDayOf } from '#domain/seating/replan/day.ts';
import {
  applyReplan,
  endRound,
  reopenRound,
  undoReplan,
  type DayOutcome,
  type DayRefusal
} from '#domain/seating/server/replan/commands.ts';
import { findUndoable, getTableDay, proposeReplan } from '#domain/seating/server/replan/queries.ts';
import { readChoice, tellProposal } from './reading.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { event, day } = await getTableDay(db, actor, params.slug);
  const manages = canManageEvent(actor, event.place);
  const said = url.searchParams.get('fait') ?? '';
  if (!day) return { day: null, manages, said };
  const choice = readChoice(url.searchParams);
  const asks = manages && url.searchParams.has('refaire');
  const proposal = asks ? await proposeReplan(db, event, day, { choice, now: new Date() }) : null;
  return {
    ...{ manages, said, choice },
    day: tableDayOf(day),
    version: day.plan.version,
    rounds: day.plan.rounds,
    names: day.plan.tables,
    proposal: proposal && tellProposal(day, proposal),
    undo: manages ? await findUndoable(db, day.plan) : null
  };
};

const REFUSALS: Readonly<Record<DayRefusal, string>> = {
  'no-plan': 'Il n’y a plus de plan de tables.',
  stale: 'Quelqu’un vient de changer le plan : voici ce qu’il est maintenant.',
  arrived: 'Quelqu’un est arrivé entre-temps : voici la nouvelle proposition.',
  over: 'Tous les tours ont eu lieu : il n’y a plus rien à refaire.',
  order: 'Les tours se terminent l’un après l’autre : celui-là n’est pas le prochain.'
};

/** One gesture, then the page as it is now. */
async function gesture(
  { locals: { db, actor }, params, request }: RequestEvent,
  done: string,
  act: typeof applyReplan | typeof undoReplan | typeof endRound
) {
  const event = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const input = {
    ...{ event: event.id, version: Number(form.get('version')), now: new Date() },
    ...{ round: Number(form.get('tour-passe')), mark: String(form.get('marque') ?? '') },
    choice: readChoice(form)
  };
  const outcome: DayOutcome = await act(db, actor, input);
  if (!outcome.ok) return fail(409, { message: REFUSALS[outcome.reason] });
  redirect(303, `/gestion/rencontres/${event.slug}/tables/jour?fait=${done}`);
}

export const actions: Actions = {
  appliquer: (event) => gesture(event, 'refait', applyReplan),
  annuler: (event) => gesture(event, 'annule', undoReplan),
  passer: (event) => gesture(event, 'passe', endRound),
  reprendre: (event) => gesture(event, 'repris', reopenRound)
};
