import { error, fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import type { SeatMove } from '#domain/seating/moves.ts';
import { getTablePlan, listPlanGuests } from '#domain/seating/server/plan/queries.ts';
import { moveGuest } from '#domain/seating/server/seats/commands.ts';
import { numberOf, text } from '../../../reading.ts';
import { meantGuest } from '../choosing.ts';
import { offersOf, REFUSED, showMove, type Asked } from './showing.ts';
import type { RegistrationId } from '#shared/ids.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who is moved, in which round, and where to when it is said. */
function readAsked(query: { get(name: string): unknown }): Asked {
  const [table, other] = [numberOf(query.get('table')), numberOf(query.get('avec'))];
  return {
    round: numberOf(query.get('tour')),
    registration: numberOf(query.get('personne')) as RegistrationId,
    to: table ? { table } : other ? { other: other as RegistrationId } : null
  };
}

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const [plan, guests] = [await getTablePlan(db, event.id), await listPlanGuests(db, event.id)];
  const asked = readAsked(url.searchParams);
  const guest = guests.find(({ registration }) => registration === asked.registration);
  const seat = plan?.seats.find(
    (one) => one.round === asked.round && one.registration === asked.registration
  );
  if (!plan || !guest || !seat) error(404, 'Cette personne n’a pas de place à ce tour.');
  // Typed whole, without JavaScript.
  const words = url.searchParams.get('nom') ?? '';
  const meant = words ? meantGuest(guests, words, url.searchParams.get('avec')) : null;
  const to = meant?.ok ? { other: meant.registration } : words ? null : asked.to;
  const { rounds, tables, version } = plan;
  return {
    plan: { rounds, tables, version },
    person: { ...guest, table: seat.table, round: asked.round },
    words,
    wrong: meant && !meant.ok ? meant.message : '',
    chosen: to ? showMove(plan, guests, { ...asked, to }) : null,
    offers: to ? [] : offersOf(plan, guests, asked)
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const { to, ...who } = readAsked(form);
    if (!to) return fail(400, { message: 'Choisissez une table, ou une personne.' });
    const version = Number(text(form, 'version'));
    const move: SeatMove = { ...who, to };
    const done = await moveGuest(db, actor, { ...move, event: event.id, version });
    if (!done.ok) return fail(409, { message: REFUSED[done.reason] });
    const root = `/gestion/rencontres/${params.slug}/tables`;
    redirect(303, `${root}?tour=${who.round}&fait=deplace&bouge=${who.registration}`);
  }
};
