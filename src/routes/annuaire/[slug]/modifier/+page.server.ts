import { redirect } from '@sveltejs/kit';
import { listChanges } from '#domain/directory/transfer/changes.ts';
import { asInput } from '#domain/directory/model.ts';
import { discardDraft } from '#domain/directory/server/drafts/commands.ts';
import { getEditable, getEditor } from '#domain/directory/server/editing/queries.ts';
import { readStructureNames } from '#domain/directory/server/parentage/queries.ts';
import { listAudiences, listThemes, listTypes } from '#domain/directory/server/queries.ts';
import { findCommune, listTerritories } from '#domain/territory/server/queries.ts';
import { placesOf, spotOf } from './places.ts';
import { act, publish } from './posting.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { db, actor } = locals;
  if (actor.kind !== 'person')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
  const editor = await getEditor(db, actor, params.slug, new Date());
  const [types, themes, audiences, territories] = await Promise.all([
    listTypes(db),
    listThemes(db),
    listAudiences(db),
    listTerritories(db)
  ]);
  const { communeCode, parent } = editor.typed;
  const parentNames = parent ? await readStructureNames(db, [parent]) : null;
  const commune = communeCode ? await findCommune(db, communeCode) : null;
  return {
    editor,
    me: actor.id,
    spot: spotOf(url.searchParams),
    // Somebody who comes back chooses first what becomes of what she had typed.
    isBack: editor.draft !== null && !url.searchParams.has('partie'),
    changes: editor.draft ? listChanges(asInput(editor.structure), editor.typed) : [],
    communeName: commune?.name ?? communeCode ?? '',
    parentName: parentNames?.get(parent ?? '') ?? parent ?? '',
    places: placesOf(actor, editor.typed.territories, territories),
    words: { types, themes, audiences }
  };
};

export const actions: Actions = {
  garder: async ({ locals, params, request }) => {
    const { structure } = await getEditable(locals.db, locals.actor, params.slug);
    return act(locals, structure, await request.formData());
  },
  regler: async ({ locals, params, request }) => {
    const { structure } = await getEditable(locals.db, locals.actor, params.slug);
    return publish(locals, structure, await request.formData());
  },
  jeter: async ({ locals, params }) => {
    const { structure } = await getEditable(locals.db, locals.actor, params.slug);
    await discardDraft(locals.db, locals.actor, structure.id);
    redirect(303, `/annuaire/${structure.slug}`);
  }
};
