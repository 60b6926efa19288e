import { fail, redirect } from '@sveltejs/kit';
import { openTerritory } from '#domain/territory/server/spaces/setup/commands.ts';
import { Invalid } from '#shared/errors.ts';
import { BLANK, errorsOf, NOWHERE, settingsOf } from '../form.ts';
import { readEffect, receive } from '../reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db } }) => ({
  typed: BLANK,
  effect: await readEffect(db, NOWHERE, null)
});

export const actions: Actions = {
  apercu: async ({ locals: { db }, request }) => {
    const received = await receive(db, await request.formData());
    return { ...received, effect: await readEffect(db, received.typed.perimeter, null) };
  },
  enregistrer: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    const received = await receive(db, form);
    const effect = await readEffect(db, received.typed.perimeter, null);
    const shown = { ...received, effect };
    if (!received.wasShown) return { ...shown, isToCheck: true };
    const refused = (errors: Record<string, string>) => fail(400, { ...shown, errors });
    try {
      const input = settingsOf(received.typed);
      const outcome = await openTerritory(db, actor, { input, reread: form.get('relu') === 'oui' });
      if (!outcome.ok) return fail(400, { ...shown, readings: outcome.readings });
      redirect(303, `/gestion/instance/territoires/${outcome.territory.slug}?ouvert`);
    } catch (error) {
      if (error instanceof Invalid) return refused(errorsOf(error.issues));
      throw error;
    }
  }
};
