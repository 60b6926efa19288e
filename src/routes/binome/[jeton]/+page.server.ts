import { redirect } from '@sveltejs/kit';
import { OUTCOMES } from '#domain/sharing/pairing/feedback.ts';
import { sayOutcome } from '#domain/sharing/server/pairing/feedback/commands.ts';
import { getPairByLink } from '#domain/sharing/server/pairing/links/queries.ts';
import { Invalid } from '#shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, url }) => {
  const { me, other, theirs: _, ...pair } = await getPairByLink(db, params.jeton);
  const { name, profession, structures } = other;
  return {
    pair: { ...pair, me: me.name, other: { id: other.id, name, profession, structures } },
    said: url.searchParams.has('dit')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db }, params, request }) => {
    const asked = (await request.formData()).get('reponse');
    const outcome = OUTCOMES.find((one) => one === asked);
    if (!outcome)
      throw new Invalid([{ path: 'reponse', message: 'choisissez l’une des réponses' }]);
    await sayOutcome(db, params.jeton, outcome, new Date());
    redirect(303, '?dit');
  }
};
