import { fail, redirect } from '@sveltejs/kit';
import { getEditable } from '#domain/directory/server/editing/queries.ts';
import { listHistory } from '#domain/directory/server/history/queries.ts';
import { undoChange } from '#domain/directory/server/undoing/commands.ts';
import { readConflicts, readWording } from '#domain/directory/server/wordings/queries.ts';
import { listChanges } from '#domain/directory/transfer/changes.ts';
import { readChoices } from '../modifier/choices.ts';
import type { Actions, PageServerLoad } from './$types';

const SHOWN = 30;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  if (actor.kind !== 'person')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
  const { structure } = await getEditable(db, actor, params.slug);
  const before = Number(url.searchParams.get('avant')) || null;
  const lines = await listHistory(db, structure.id, SHOWN + 1, before);
  const parents = lines.flatMap(({ before, after }) => [before, after].map((one) => one?.parent));
  const wording = await readWording(
    db,
    parents.filter((slug) => slug !== undefined)
  );
  return {
    structure: { slug: structure.slug, name: structure.name, acronym: structure.acronym },
    lines: lines.slice(0, SHOWN).map(({ before, after, ...line }) => ({
      ...line,
      canUndo: before !== null && after !== null,
      changes: before && after ? listChanges(before, after, wording) : []
    })),
    older: lines.length > SHOWN ? lines[SHOWN - 1]!.id : null,
    undone: url.searchParams.get('annule')
  };
};

export const actions: Actions = {
  annuler: async ({ locals: { db, actor }, params, request }) => {
    const { structure } = await getEditable(db, actor, params.slug);
    const form = await request.formData();
    const entry = Number(form.get('changement')) || 0;
    const outcome = await undoChange(db, actor, structure.id, entry, {
      choices: readChoices(form),
      seen: Number(form.get('vue'))
    });
    if (outcome.ok) redirect(303, `?annule=${outcome.isChanged ? 'fait' : 'rien'}`);
    const conflicts = await readConflicts(db, outcome.conflicts);
    return fail(409, { version: outcome.version, conflicts, entry });
  }
};
