import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { createRelay } from '#domain/events/server/relays/commands.ts';
import { listRelays } from '#domain/events/server/relays/queries.ts';
import { CODE_TAKEN, readRelay, readTyped } from './relay-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const listed = await listRelays(db, actor, event.id);
  return { ...listed, removed: url.searchParams.get('retire') };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const typed = readTyped(form);
    const read = readRelay(typed);
    if (!read.ok) return fail(400, { typed, errors: read.errors });
    const outcome = await createRelay(db, actor, event.id, {
      ...read.input,
      structure: typed.structure,
      reread: form.get('relu') === 'oui'
    });
    if (outcome.ok)
      redirect(303, `/gestion/rencontres/${event.slug}/relais/${outcome.relay}?ajoute`);
    return outcome.reason === 'second-reading'
      ? fail(422, { typed, readings: outcome.readings })
      : fail(409, { typed, errors: CODE_TAKEN });
  }
};
