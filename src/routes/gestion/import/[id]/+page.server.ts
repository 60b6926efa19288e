import { fail, redirect } from '@sveltejs/kit';
import { abandonImport, applyImport } from '#domain/directory/server/transfer/commands.ts';
import { getImport, listCompared } from '#domain/directory/server/transfer/queries.ts';
import { log } from '#server/log.ts';
import { atMost } from '../waiting.ts';
import { readDecisions, readView, selectEntries } from './view.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { db, actor } = locals;
  const batch = await getImport(db, actor, params.id);
  const { report, ...about } = batch;
  const choices = report.entries.filter(({ action }) => action === 'choose');
  const view = readView(url.searchParams, report.counts);
  return {
    batch: about,
    reading: report.reading,
    unit: report.unit,
    ignoredColumns: report.ignoredColumns,
    unkept: report.unkept,
    counts: report.counts,
    view,
    shown: selectEntries(report.entries, view),
    choices,
    compared: await listCompared(db, actor, params.id)
  };
};

/** Past this, in ms, the person goes to the page that shows how far the writing is. */
const PATIENCE = 1500;

export const actions: Actions = {
  importer: async ({ locals, params, request }) => {
    const form = await request.formData();
    const work = applyImport(locals.db, locals.actor, params.id, {
      decisions: readDecisions(form),
      skipRefused: form.get('autres') === 'oui'
    });
    work.catch((error: unknown) => log.error({ err: error, import: params.id }, 'import failed'));
    const outcome = await atMost(work, PATIENCE);
    if (outcome && !outcome.ok)
      return fail(409, { message: outcome.message, reason: outcome.reason });
    redirect(303, `/gestion/import/${params.id}`);
  },
  abandonner: async ({ locals, params }) => {
    await abandonImport(locals.db, locals.actor, params.id);
    redirect(303, '/gestion/import');
  }
};
