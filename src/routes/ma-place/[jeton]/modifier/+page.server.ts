import { fail, redirect } from '@sveltejs/kit';
import { changeRegistration } from '#domain/registrations/server/places/holder/commands.ts';
import { findPlace } from '#domain/registrations/server/registrants/queries.ts';
import { NotFound } from '#shared/errors.ts';
import { readRequest, readTyped } from '../../../rencontres/[slug]/inscription/posting.ts';
import { explain, refused } from '../../../rencontres/[slug]/inscription/refusal.ts';
import { standingOf } from '../standing.ts';
import { heldSeats, typedOf } from './held.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const place = await findPlace(db, params.jeton);
  const link = `/ma-place/${params.jeton}`;
  if (!place) return { place: null, link };
  if (!standingOf(place, new Date()).mayChange) redirect(303, link);
  const { place: _, ...event } = place.event;
  return {
    place: { event, form: place.form },
    typed: typedOf(place),
    held: heldSeats(place.registration),
    heldCategory: String(place.registration.category?.id ?? ''),
    link
  };
};

export const actions: Actions = {
  default: async ({ locals: { db }, params, request }) => {
    const place = await findPlace(db, params.jeton);
    if (!place) throw new NotFound('Ce lien ne sert pas, ou ne sert plus.');
    const data = await request.formData();
    const typed = readTyped(data);
    const read = await readRequest(db, place.event, place.form, typed, 'holder');
    if (!read.ok) return fail(400, refused(typed, { errors: read.errors }));
    const { email: _, ...said } = read.request;
    const change = { ...said, reread: data.has('relu') };
    const outcome = await changeRegistration(db, params.jeton, change, { now: new Date() });
    if (outcome.ok) redirect(303, `/ma-place/${params.jeton}?change`);
    return fail(400, explain(typed, outcome, read.request));
  }
};
