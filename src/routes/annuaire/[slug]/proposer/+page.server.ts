import { error, fail, redirect } from '@sveltejs/kit';
import { canEditStructure } from '#domain/directory/rules.ts';
import { getStructure, listTerritoryIdsOf } from '#domain/directory/server/queries.ts';
import { suggestChange } from '#domain/directory/server/suggestions/changes/commands.ts';
import { CHANGEABLE, changeInput } from '#domain/directory/suggestion.ts';
import { TOO_MANY } from '../../proposal-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  if (actor.kind !== 'person')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
  const structure = await getStructure(db, params.slug);
  const { id, slug, name } = structure;
  const territories = await listTerritoryIdsOf(db, id);
  if (canEditStructure(actor, { id, territories })) redirect(303, `/annuaire/${slug}/modifier`);
  return {
    structure: { slug, name, textsWithheld: structure.textsWithheld },
    current: Object.fromEntries(CHANGEABLE.map((field) => [field, structure[field]])),
    author: actor.name,
    done: url.searchParams.has('merci')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor, address }, params, request }) => {
    if (actor.kind !== 'person') error(401, 'Connectez-vous pour proposer une modification.');
    const form = await request.formData();
    const read = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
    const typed = Object.fromEntries([...CHANGEABLE, 'text'].map((name) => [name, read(name)]));
    const parsed = changeInput.safeParse(typed);
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, message }) => [String(path[0]), message]);
      return fail(400, { typed, errors: Object.fromEntries(issues) as Record<string, string> });
    }
    const { id } = await getStructure(db, params.slug);
    const sender = { address, reread: form.has('relu') };
    const input = { ...parsed.data, structure: id };
    const outcome = await suggestChange(db, actor, input, sender, new Date());
    if (outcome.ok) redirect(303, '?merci');
    if (outcome.reason === 'second-reading')
      return fail(400, { typed, readings: outcome.readings });
    const text = outcome.reason === 'nothing' ? NOTHING : TOO_MANY['texte'];
    return fail(outcome.reason === 'nothing' ? 400 : 429, { typed, errors: { text } });
  }
};

const NOTHING = 'Rien n’a changé : corrigez au moins un champ';
