import { fail, redirect } from '@sveltejs/kit';
import { ORIGINS, type ConfirmationOrigin } from '#domain/directory/confirmation.ts';
import { confirmOnBehalf } from '#domain/directory/server/confirmations/commands.ts';
import { getStructure } from '#domain/directory/server/queries.ts';
import { readEssential } from '../../../../../../fiche-a-jour/[jeton]/essential.ts';
import { getLedTerritory } from '../../../led.ts';
import type { Actions, PageServerLoad } from './$types';

const LONGEST_NOTE = 200;

export const load: PageServerLoad = async ({ locals: { db }, params }) => ({
  essential: await readEssential(db, params.fiche, new Date()),
  slug: params.fiche
});

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { db, actor } = locals;
    await getLedTerritory(locals, params.slug);
    const form = await request.formData();
    const typed = {
      origin: String(form.get('origine') ?? ''),
      note: String(form.get('note') ?? '')
    };
    const note = typed.note.trim().slice(0, LONGEST_NOTE);
    if (!(typed.origin in ORIGINS))
      return fail(400, { typed, errors: { origine: 'Dites comment vous l’avez su' } });
    const { id } = await getStructure(db, params.fiche);
    const said = { origin: typed.origin as ConfirmationOrigin, note, reread: form.has('relu') };
    const outcome = await confirmOnBehalf(db, actor, id, said, new Date());
    if (!outcome.ok) return fail(400, { typed, readings: outcome.readings });
    redirect(303, `/gestion/territoires/${params.slug}/fiches?confirmee`);
  }
};
