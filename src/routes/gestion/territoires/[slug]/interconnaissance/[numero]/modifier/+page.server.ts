import { fail, redirect } from '@sveltejs/kit';
import { dayOf } from '#domain/network/rules.ts';
import { updateWave } from '#domain/network/server/waves/commands.ts';
import { listWaveEvents } from '#domain/network/server/waves/followup/queries.ts';
import { numberOf } from '../../../../../rencontres/reading.ts';
import { ledWave } from '../../led-wave.ts';
import { eventOptions, readTyped, readWave, REFUSALS, typedOf } from '../../wave-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { territory, wave, path } = await ledWave(locals, params);
  const events = await listWaveEvents(locals.db, locals.actor, territory.id);
  return { territory, wave, path, events: eventOptions(events), typed: typedOf(wave) };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { wave, path } = await ledWave(locals, params);
    const form = await request.formData();
    const typed = readTyped(form);
    const read = readWave(typed);
    if (!read.ok) return fail(400, { typed, errors: read.errors });
    const done = await updateWave(
      locals.db,
      locals.actor,
      { wave: wave.id, version: numberOf(typed.version) },
      { input: read.input, reread: form.has('relu') },
      dayOf(new Date())
    );
    if (done.ok) redirect(303, `${path}?enregistree`);
    if (done.reason === 'second-reading')
      return fail(422, { typed, errors: {}, readings: done.readings });
    return fail(409, { typed, errors: REFUSALS[done.reason] });
  }
};
