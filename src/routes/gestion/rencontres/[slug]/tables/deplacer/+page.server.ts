import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import type { SeatMove } from '#domain/seating/moves.ts';
import { getTablePlan, listPlanGuests } from '#domain/seating/server/plan/queries.ts';
import { moveGuest } from '#domain/seating/server/seats/commands.ts';
import { numberOf, text } from '../../../reading.ts';
import { meantGuest, type Meant } from '../choosing.ts';
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

/** The move that undoes it: the same exchange, or the table she came from. */
function wayBack(to: SeatMove['to'], form: FormData): string {
  return 'other' in to ? `avec=${to.other}` : `table=${numberOf(form.get('depuis'))}`;
}

/** Nobody is named yet, or somebody who has no place in that round. */
function missing({ round, registration }: Asked, name: string, who: Meant | null) {
  const nowhere = registration > 0 || who?.ok;
  return {
    ...{ name, round },
    wrong: who && !who.ok ? who.message : nowhere ? REFUSED.seat : ''
  };
}

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const [plan, guests] = [await getTablePlan(db, event.id), await listPlanGuests(db, event.id)];
  const asked = readAsked(url.searchParams);
  const name = url.searchParams.get('qui') ?? '';
  const who = name ? meantGuest(guests, name, asked.registration) : null;
  const registration = who?.ok ? who.registration : asked.registration;
  const guest = guests.find((one) => one.registration === registration);
  const seat = plan?.seats.find(
    (one) => one.round === asked.round && one.registration === registration
  );
  const rounds = plan?.rounds ?? [];
  if (!plan || !guest || !seat) return { person: null, rounds, ...missing(asked, name, who) };
  // Typed whole, without JavaScript.
  const words = url.searchParams.get('nom') ?? '';
  const meant = words ? meantGuest(guests, words, url.searchParams.get('avec')) : null;
  const to = meant?.ok ? { other: meant.registration } : words ? null : asked.to;
  const { tables, version } = plan;
  const move = { round: asked.round, registration };
  return {
    ...{ rounds, tables, version, words },
    person: { ...guest, table: seat.table, round: asked.round },
    wrong: meant && !meant.ok ? meant.message : '',
    chosen: to ? showMove(plan, guests, { ...move, to }) : null,
    offers: to ? [] : offersOf(plan, guests, { ...move, to })
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
    const moved = `tour=${who.round}&fait=deplace&bouge=${who.registration}`;
    redirect(303, `${root}?${moved}&retour=${encodeURIComponent(wayBack(to, form))}`);
  }
};
