import { fail, redirect } from '@sveltejs/kit';
import { introductionInput } from '#domain/network/forms.ts';
import { writeToBoth } from '#domain/network/server/introductions/writing/commands.ts';
import { getLetterSides } from '#domain/network/server/introductions/writing/queries.ts';
import { NotFound } from '#shared/errors.ts';
import { getLedTerritory } from '../../led.ts';
import { readPair } from '../filters.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, parent, params }) => {
  const { territory } = await parent();
  const { sides, common } = await getLetterSides(db, actor, territory.id, pairOf(params.paire));
  return {
    common,
    // Names and numbers alone: addresses stay on the server.
    sides: sides.map(({ name, slug, route }) => ({
      ...{ name, slug, mailboxes: route.mailboxes.length, phone: route.phone }
    }))
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const territory = await getLedTerritory(locals, params.slug);
    const form = await request.formData();
    const typed = String(form.get('message') ?? '');
    const parsed = introductionInput.safeParse({ message: typed });
    if (!parsed.success)
      return fail(400, { typed, errors: { message: parsed.error.issues[0]!.message } });
    const outcome = await writeToBoth(locals.db, locals.actor, territory, pairOf(params.paire), {
      ...{ input: parsed.data, reread: form.get('relu') === 'oui', now: new Date() }
    });
    if (outcome.ok) redirect(303, `/gestion/territoires/${params.slug}/a-presenter?ecrit`);
    if (outcome.reason === 'second-reading')
      return fail(422, { typed, readings: outcome.readings });
    return fail(409, { typed, refused: outcome.reason });
  }
};

function pairOf(text: string) {
  const pair = readPair(text);
  if (!pair) throw new NotFound('Cette adresse ne désigne pas deux structures.');
  return pair;
}
