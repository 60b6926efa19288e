import { fail, redirect } from '@sveltejs/kit';
import { deleteWord, updateWord } from '#domain/directory/server/vocabularies/commands.ts';
import { getUsedWord } from '#domain/directory/server/vocabularies/queries.ts';
import { isNeeded, isUnused, listWordChanges } from '#domain/directory/vocabulary.ts';
import { checkTyped, LABELS, readTyped, typedFrom, type TypedWord } from '../../form.ts';
import { listNamed, wordAddress } from '../../lists.ts';
import { errorsOf } from '../../refusals.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, url }) => {
  const list = listNamed(params.liste);
  const word = await getUsedWord(db, list.kind, params.code);
  if (word.code !== params.code) redirect(303, wordAddress(list, word.code));
  return {
    list,
    word,
    typed: typedFrom(word),
    canDelete: isUnused(word.usage) && !isNeeded(list.kind, word.code),
    canMerge: !isNeeded(list.kind, word.code),
    saved: url.searchParams.has('enregistre')
  };
};

/** What a form sent back shows beside the fields; nothing when all is well. */
const quiet = (typed: TypedWord | null) => ({ typed, errors: {}, readings: null, theirs: null });

export const actions: Actions = {
  save: async ({ locals: { db, actor }, params, request }) => {
    const list = listNamed(params.liste);
    const form = await request.formData();
    const typed = readTyped(form);
    const checked = checkTyped(list.kind, typed);
    if (!checked.ok) return fail(400, { ...quiet(typed), errors: checked.errors });
    const outcome = await updateWord(db, actor, list.kind, params.code, {
      input: checked.input,
      baseVersion: Number(form.get('version')),
      reread: form.get('relu') === 'oui'
    });
    if (outcome.ok) redirect(303, `${wordAddress(list, params.code)}?enregistre`);
    if (outcome.reason !== 'changed')
      return fail(400, { ...quiet(typed), ...errorsOf(outcome), theirs: null });
    const { theirs, by, at } = outcome;
    const shown = { ...typedFrom(theirs), code: theirs.code };
    const differences = listWordChanges(list.kind, theirs, checked.input).map((field) => ({
      label: LABELS[field],
      value: shown[field]
    }));
    const other = { by, at, version: theirs.version, differences, code: theirs.code };
    return fail(409, { ...quiet(typed), theirs: other });
  },
  preview: async ({ request, params }) => {
    const typed = readTyped(await request.formData());
    return quiet({ ...typed, code: params.code });
  },
  remove: async ({ locals: { db, actor }, params }) => {
    const list = listNamed(params.liste);
    const outcome = await deleteWord(db, actor, list.kind, params.code);
    if (!outcome.ok) return fail(409, { ...quiet(null), refused: outcome });
    redirect(
      303,
      `/gestion/instance/vocabulaires?liste=${list.slug}&supprime=${outcome.word.name}`
    );
  }
};
