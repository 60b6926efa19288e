import { fail, redirect } from '@sveltejs/kit';
import {
  bookInterview,
  cancelInterview
} from '#domain/registrations/server/interviews/commands.ts';
import { findInterviews } from '#domain/registrations/server/interviews/queries.ts';
import { hostingActions } from './hosting-actions.ts';
import { daysOf, readSlot } from './reading.ts';
import { at, explainBooking } from './wording.ts';
import type { Actions, PageServerLoad } from './$types';

const JUST = ['reserve', 'annule', 'enregistre', 'ajoutes', 'retire', 'fini'] as const;

export const load: PageServerLoad = async ({ locals: { db }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const link = `/ma-place/${params.jeton}`;
  const now = new Date();
  const found = await findInterviews(db, params.jeton, now);
  if (!found) return { interviews: null, link, now };
  const { place: _, ...event } = found.event;
  const just = JUST.find((one) => url.searchParams.has(one)) ?? null;
  const count = (name: string) => Math.max(0, Number(url.searchParams.get(name)) || 0);
  const added = { added: count('ajoutes'), known: count('deja') };
  return { interviews: { ...found, event }, days: daysOf(event), link, now, just, added };
};

export const actions: Actions = {
  reserver: async ({ locals: { db }, params, request }) => {
    const slot = readSlot(await request.formData());
    const outcome = await bookInterview(db, params.jeton, slot, { now: new Date() });
    if (outcome.ok) redirect(303, at(params.jeton, 'reserve'));
    return fail(409, { message: explainBooking(outcome) });
  },
  annuler: async ({ locals: { db }, params, request }) => {
    const slot = readSlot(await request.formData());
    const outcome = await cancelInterview(db, params.jeton, slot, { now: new Date() });
    if (outcome.ok) redirect(303, at(params.jeton, 'annule'));
    return fail(409, { message: explainBooking(outcome) });
  },
  ...hostingActions
};
