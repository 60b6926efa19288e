import { fail, redirect } from '@sveltejs/kit';
import { getStructure, listTerritoryIdsOf } from '#domain/directory/server/queries.ts';
import { canEditStructure } from '#domain/directory/rules.ts';
import { suggestError } from '#domain/directory/server/suggestions/commands.ts';
import { errorInput } from '#domain/directory/suggestion.ts';
import { findMachine, formStamp } from '#server/http/form-guard.ts';
import { refusedFields, TOO_FAST, TOO_MANY } from '../../proposal-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id, slug, name } = await getStructure(db, params.slug);
  const territories = await listTerritoryIdsOf(db, id);
  return {
    structure: { slug, name },
    mayEdit: canEditStructure(actor, { id, territories }),
    author: actor.kind === 'person' ? actor.name : null,
    stamp: formStamp(new Date()),
    done: url.searchParams.has('merci')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor, address }, params, request }) => {
    const now = new Date();
    const form = await request.formData();
    const field = (name: string) => String(form.get(name) ?? '');
    const typed = {
      part: field('partie'),
      text: field('texte'),
      source: field('source'),
      authorName: field('nom'),
      authorEmail: field('courriel')
    };
    const machine = findMachine(form, now);
    // A machine is told that all went well, and tries nothing else.
    if (machine === 'trap') redirect(303, '?merci');
    if (machine === 'too-fast') return fail(400, { typed, errors: TOO_FAST });
    const parsed = errorInput.safeParse(typed);
    if (!parsed.success) return fail(400, { typed, errors: refusedFields(parsed.error) });
    const { id } = await getStructure(db, params.slug);
    const sender = { address, reread: form.has('relu') };
    const outcome = await suggestError(db, actor, { ...parsed.data, structure: id }, sender, now);
    if (outcome.ok) redirect(303, '?merci');
    return outcome.reason === 'second-reading'
      ? fail(400, { typed, readings: outcome.readings })
      : fail(429, { typed, errors: TOO_MANY });
  }
};
