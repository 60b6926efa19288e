import { fail, redirect } from '@sveltejs/kit';
import { cancelRegistration } from '#domain/registrations/server/places/holder/commands.ts';
import { findPlace } from '#domain/registrations/server/registrants/queries.ts';
import { standingOf } from '../standing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const place = await findPlace(db, params.jeton);
  const link = `/ma-place/${params.jeton}`;
  if (!place) return { place: null, link };
  const { registration, form } = place;
  const { place: _, ...event } = place.event;
  const standing = standingOf(place, new Date());
  if (!standing.mayCancel) redirect(303, link);
  return { place: { registration, event, desk: form.desk, waiting: form.waiting }, standing, link };
};

export const actions: Actions = {
  default: async ({ locals: { db }, params }) => {
    const outcome = await cancelRegistration(db, params.jeton, { now: new Date() });
    if (outcome.ok) redirect(303, `/ma-place/${params.jeton}?annule`);
    return fail(409, {
      message:
        outcome.reason === 'past'
          ? 'La rencontre a commencé : rien n’a été changé.'
          : 'Cette inscription est déjà terminée.'
    });
  }
};
