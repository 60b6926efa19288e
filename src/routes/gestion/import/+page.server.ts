import { fail, redirect } from '@sveltejs/kit';
import { listTypes } from '#domain/directory/server/queries.ts';
import { beginImport } from '#domain/directory/server/transfer/reading/commands.ts';
import { listImports } from '#domain/directory/server/transfer/queries.ts';
import { MAX_UPLOAD, tooLarge } from '#domain/directory/transfer/file.ts';
import { FINESS_CATEGORIES } from '#domain/directory/transfer/finess.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import { log } from '#server/log.ts';
import { atMost } from './waiting.ts';
import { readOptions, uploadForm } from './upload.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, actor } = locals;
  const [territories, types, imports] = await Promise.all([
    listTerritories(db),
    listTypes(db),
    listImports(db, actor)
  ]);
  return {
    imports,
    territories: territories.map(({ slug, name }) => ({ value: slug, label: name })),
    types: types.map(({ code, name }) => ({ value: code, label: `${code} — ${name}` })),
    categories: Object.entries(FINESS_CATEGORIES).map(([value, { name }]) => ({
      value,
      label: `${value} — ${name}`
    }))
  };
};

/** Past this, in ms, the person goes to the page that shows how far the reading is. */
const PATIENCE = 1500;

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const refused = tooLarge(Number(request.headers.get('content-length')), MAX_UPLOAD);
    if (refused) return fail(413, { message: refused, typed: uploadForm(new FormData()) });
    const form = await request.formData();
    const typed = uploadForm(form);
    const file = form.get('fichier');
    if (!(file instanceof File) || file.name === '') {
      return fail(400, { message: 'Choisissez un fichier.', typed });
    }
    const source = {
      name: file.name,
      size: file.size,
      open: () => file.stream() as AsyncIterable<Uint8Array>
    };
    const { id, done } = await beginImport(locals.db, locals.actor, source, readOptions(typed));
    done.catch((error: unknown) =>
      log.error({ err: error, import: id }, 'reading an import failed')
    );
    const outcome = await atMost(done, PATIENCE);
    if (outcome && !outcome.ok) return fail(422, { message: outcome.message, typed });
    redirect(303, `/gestion/import/${id}`);
  }
};
