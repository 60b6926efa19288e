/** What the buttons of the form of a fiche do: each keeps what was typed first. */
import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { moveIn, readMove } from '#domain/directory/editor/lists.ts';
import { readSection } from '#domain/directory/editor/reading.ts';
import { nextSection } from '#domain/directory/editor/sections.ts';
import type { Structure, StructureInput } from '#domain/directory/model.ts';
import { changeDraft } from '#domain/directory/server/drafts/commands.ts';
import { saveDraft } from '#domain/directory/server/editing/commands.ts';
import {
  listStructuresNamed,
  readStructureNames
} from '#domain/directory/server/parentage/queries.ts';
import { readConflicts } from '#domain/directory/server/wordings/queries.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import { findCommune } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { readChoices } from './choices.ts';
import { addressOf, spotOf, type Refused, type Spot } from './places.ts';

/** What the form says goes in the draft, whatever it is worth. */
export async function keepTyped(
  { db, actor }: App.Locals,
  structure: Structure,
  form: FormData,
  then: (typed: StructureInput) => StructureInput = (typed) => typed
) {
  const { section, service } = spotOf(form);
  if (section === 'lieu') await settleCommune(db, form);
  if (section === 'essentiel') await settleParent(db, form);
  const version = Number(form.get('version')) || structure.version;
  return changeDraft(db, actor, structure.id, version, (typed) =>
    then(readSection(typed, section, service, form))
  );
}

/** The commune typed without help becomes its code; what is not recognised stays as typed. */
async function settleCommune(db: Database, form: FormData): Promise<void> {
  const typed = String(form.get('commune') ?? '').trim();
  const chosen = String(form.get('communeCode') ?? '');
  const known = chosen ? await findCommune(db, chosen) : null;
  if (known && (known.name === typed || typed === '')) {
    form.set('communeCode', typed === '' ? '' : known.code);
    return;
  }
  const place = typed ? await resolveCommune(db, typed) : null;
  form.set('communeCode', place?.kind === 'one' ? place.commune.code : typed);
}

/** The structure named without help becomes its address; what is not recognised stays as typed. */
export async function settleParent(db: Database, form: FormData): Promise<void> {
  if (!form.has('parentName')) return;
  const typed = String(form.get('parentName') ?? '').trim();
  const known = [form.get('parent'), form.get('parentWas')].map((slug) => String(slug ?? ''));
  const names = await readStructureNames(db, known);
  const same = known.find((slug) => names.get(slug) === typed);
  const named = typed && !same ? await listStructuresNamed(db, typed) : [];
  form.set('parent', same ?? (named.length === 1 ? named[0]!.slug : typed));
}

/** « Continuer », « Ajouter un service », « Enregistrer le brouillon »: the draft, then the page that follows. */
export async function act(
  locals: App.Locals,
  structure: Structure,
  form: FormData
): Promise<ActionFailure<Refused>> {
  const asked = String(form.get('faire') ?? 'suite');
  const spot = spotOf(form);
  const move = readMove(asked);
  const list = spot.section === 'contacts' ? 'contacts' : 'services';
  const draft = await keepTyped(locals, structure, form, (typed) =>
    move ? moveIn(typed, list, move) : typed
  );
  if (asked === 'enregistrer') return publish(locals, structure, form);
  if (move?.kind === 'ajouter' && list === 'services') {
    const last = (draft?.content.services.length ?? 1) - 1;
    redirect(303, addressOf(structure.slug, { section: 'services', service: last }));
  }
  redirect(303, whereNext(structure.slug, spot, asked, move !== null));
}

function whereNext(slug: string, spot: Spot, asked: string, isMove: boolean): string {
  if (isMove) return `${addressOf(slug, { ...spot, service: null })}#suite`;
  if (asked === 'brouillon') return addressOf(slug, spot);
  const next = spot.service === null ? nextSection(spot.section) : 'services';
  return addressOf(slug, { section: next ?? spot.section, service: null });
}

/** Makes the draft the fiche, and says what stands in the way. */
export async function publish(
  { db, actor }: App.Locals,
  structure: Structure,
  form: FormData
): Promise<ActionFailure<Refused>> {
  const outcome = await saveDraft(db, actor, structure.id, {
    choices: readChoices(form),
    seen: Number(form.get('vue')),
    reread: form.has('relu'),
    confirms: form.has('confirmer')
  });
  if (!outcome.ok && outcome.reason === 'conflict')
    return fail(409, {
      ...outcome,
      conflicts: await readConflicts(db, outcome.conflicts),
      confirms: form.has('confirmer')
    });
  if (!outcome.ok) return fail(422, outcome);
  redirect(303, `/annuaire/${structure.slug}?enregistre`);
}
