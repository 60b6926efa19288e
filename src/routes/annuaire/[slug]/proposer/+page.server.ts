import { error, fail, redirect } from '@sveltejs/kit';
import { canEditStructure, visibleContacts } from '#domain/directory/rules.ts';
import { checkTyped } from '#domain/directory/editor/checking.ts';
import { readProposal } from '#domain/directory/editor/proposal.ts';
import { asInput } from '#domain/directory/model.ts';
import { readStructureNames } from '#domain/directory/server/parentage/queries.ts';
import {
  getStructure,
  listAudiences,
  listTerritoryIdsOf,
  listThemes
} from '#domain/directory/server/queries.ts';
import { suggestChange } from '#domain/directory/server/suggestions/changes/commands.ts';
import { changeInput } from '#domain/directory/suggestion.ts';
import { TOO_MANY } from '../../proposal-form.ts';
import { settleParent } from '../modifier/posting.ts';
import { namedByPath } from './paths.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  if (actor.kind !== 'person')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
  const { fiche, id, slug, textsWithheld } = await readFiche({ db, actor }, params.slug);
  const territories = await listTerritoryIdsOf(db, id);
  if (canEditStructure(actor, { id, territories })) redirect(303, `/annuaire/${slug}/modifier`);
  const parents = fiche.parent ? await readStructureNames(db, [fiche.parent]) : null;
  return {
    structure: { slug, name: fiche.name, textsWithheld },
    fiche,
    parentName: parents?.get(fiche.parent ?? '') ?? '',
    words: { themes: await listThemes(db), audiences: await listAudiences(db) },
    author: actor.name,
    done: url.searchParams.has('merci')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor, address }, params, request }) => {
    if (actor.kind !== 'person') error(401, 'Connectez-vous pour proposer une modification.');
    const form = await request.formData();
    await settleParent(db, form);
    const { fiche, id } = await readFiche({ db, actor }, params.slug);
    const proposed = readProposal(fiche, form);
    const text = String(form.get('text') ?? '').replaceAll('\r\n', '\n');
    const typed = { proposed, text, parentName: String(form.get('parentName') ?? '') };
    const checked = checkTyped(proposed);
    const said = changeInput.shape.text.safeParse(text);
    if (!checked.ok || !said.success) {
      const errors = checked.ok ? {} : namedByPath(fiche, checked.issues);
      const wrong = said.success ? {} : { text: said.error.issues[0]?.message ?? '' };
      return fail(400, { typed, errors: { ...errors, ...wrong } });
    }
    const sender = { address, reread: form.has('relu') };
    const input = { ...checked.fiche, text: said.data, structure: id };
    const outcome = await suggestChange(db, actor, input, sender, new Date());
    if (outcome.ok) redirect(303, '?merci');
    if (outcome.reason === 'second-reading')
      return fail(400, { typed, readings: outcome.readings });
    if (outcome.reason === 'unknown-parent') return fail(400, { typed, errors: UNKNOWN });
    const message = outcome.reason === 'nothing' ? NOTHING : TOO_MANY['texte'];
    return fail(outcome.reason === 'nothing' ? 400 : 429, { typed, errors: { text: message } });
  }
};

const NOTHING = 'Rien n’a changé : corrigez au moins un champ';
const UNKNOWN = { parent: 'choisissez dans la liste une structure de l’annuaire' };

/** The fiche as this person sees it: contacts that are hidden from her are not proposed about. */
async function readFiche({ db, actor }: Pick<App.Locals, 'db' | 'actor'>, slug: string) {
  const structure = await getStructure(db, slug);
  const territories = await listTerritoryIdsOf(db, structure.id);
  const place = { id: structure.id, territories };
  const contacts = visibleContacts(actor, structure.contacts, place);
  const fiche = { ...asInput(structure), contacts };
  return { fiche, id: structure.id, slug: structure.slug, textsWithheld: structure.textsWithheld };
}
