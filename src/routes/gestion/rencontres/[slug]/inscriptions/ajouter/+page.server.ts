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
import type { Actions, PageServerLoad } from './$types';

const WHEN_FULL: readonly WhenFull[] = ['wait', 'beyond', 'refuse'];

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  return { form: await getDeskForm(db, event.id), typed: NOTHING_TYPED };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const data = await request.formData();
    const typed = readTyped(data);
    const whenFull = WHEN_FULL.find((known) => known === data.get('complet')) ?? 'wait';
    const back = (errors: Record<string, string>, message = '') =>
      fail(400, { typed, whenFull, errors, message });
    const read = await readRequest(db, event, await getDeskForm(db, event.id), typed, 'colleague');
    if (!read.ok) return back(read.errors);
    const outcome = await addRegistration(db, actor, event.id, read.request, {
      ...{ now: new Date(), whenFull }
    });
    if (outcome.ok)
      redirect(
        303,
        `/gestion/rencontres/${event.slug}/inscriptions/${outcome.registration}?ajoute`
      );
    if (outcome.reason === 'invalid') return back(fieldErrors(outcome.issues, []));
    if (outcome.reason === 'already')
      return back({ courriel: 'cette adresse est déjà inscrite à cette rencontre' });
    return back({}, 'Il n’y a plus de place : choisissez ce qu’il faut faire quand c’est complet.');
  }
};
