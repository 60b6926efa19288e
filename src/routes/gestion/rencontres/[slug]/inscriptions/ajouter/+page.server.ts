import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { fieldErrors } from '#domain/registrations/forms.ts';
import { NOTHING_TYPED } from '#domain/registrations/registrant.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import {
  addRegistration,
  type WhenFull
} from '#domain/registrations/server/places/organiser/commands.ts';
import { readRequest, readTyped } from '../../../../../rencontres/[slug]/inscription/posting.ts';
import { refused, type Refused } from '../../../../../rencontres/[slug]/inscription/refusal.ts';
import type { Actions, PageServerLoad } from './$types';

const FULL = 'Il n’y a plus de place : choisissez ce qu’il faut faire quand c’est complet.';
const WHEN_FULL: readonly WhenFull[] = ['wait', 'beyond', 'refuse'];

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const form = await getDeskForm(db, event.id);
  return { form, typed: { ...NOTHING_TYPED, demiJournees: form.halfDays.map(String) } };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const data = await request.formData();
    const typed = readTyped(data);
    const whenFull = WHEN_FULL.find((known) => known === data.get('complet')) ?? 'wait';
    const back = (about: Partial<Omit<Refused, 'typed'>>) =>
      fail(400, { ...refused(typed, about), whenFull });
    const read = await readRequest(db, event, await getDeskForm(db, event.id), typed, 'colleague');
    if (!read.ok) return back({ errors: read.errors });
    const outcome = await addRegistration(
      db,
      actor,
      event.id,
      { ...read.request, reread: data.has('relu') },
      { now: new Date(), whenFull }
    );
    if (outcome.ok)
      redirect(
        303,
        `/gestion/rencontres/${event.slug}/inscriptions/${outcome.registration}?ajoute`
      );
    if (outcome.reason === 'invalid')
      return back({ errors: fieldErrors(outcome.issues, read.request.answers) });
    if (outcome.reason === 'second-reading') return back({ readings: outcome.readings });
    if (outcome.reason === 'already')
      return back({ errors: { courriel: 'Cette adresse est déjà inscrite à cette rencontre.' } });
    return back({ message: FULL });
  }
};
