import { fail, redirect } from '@sveltejs/kit';
import { dayOf } from '#domain/network/rules.ts';
import { createWave } from '#domain/network/server/waves/commands.ts';
import { listWaveEvents } from '#domain/network/server/waves/followup/queries.ts';
import { getLedTerritory } from '../../led.ts';
import { eventOptions, proposed, readTyped, readWave, REFUSALS } from '../wave-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const territory = await getLedTerritory(locals, params.slug);
  const events = await listWaveEvents(locals.db, locals.actor, territory.id);
  return { territory, events: eventOptions(events), typed: proposed(dayOf(new Date())) };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const territory = await getLedTerritory(locals, params.slug);
    const form = await request.formData();
    const typed = readTyped(form);
    const read = readWave(typed);
    if (!read.ok) return fail(400, { typed, errors: read.errors });
    const done = await createWave(locals.db, locals.actor, territory.id, {
      input: read.input,
      reread: form.has('relu')
    });
    if (done.ok)
      redirect(
        303,
        `/gestion/territoires/${territory.slug}/interconnaissance/${done.wave.number}?preparee`
      );
    if (done.reason === 'second-reading')
      return fail(422, { typed, errors: {}, readings: done.readings });
    return fail(409, { typed, errors: REFUSALS[done.reason] });
  }
};
