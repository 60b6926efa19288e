import { fail, redirect } from '@sveltejs/kit';
import { importWorkbook } from '#domain/plans/server/exchange/commands.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { guideOf } from '#domain/plans/tables/guide.ts';
import { MOST_MEGABYTES, readSent } from './workbook.ts';
import type { Actions, PageServerLoad } from './$types';

/** More would make a page that nobody reads: their number is said. */
const MOST_SHOWN = 200;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  await getLedPlan(db, actor, { slug: params.slug });
  return {
    guide: guideOf(),
    megabytes: MOST_MEGABYTES,
    written: Number(url.searchParams.get('fait')) || 0
  };
};

export const actions: Actions = {
  /** Says what the workbook would change; writes nothing. */
  controler: async ({ locals: { db, actor }, params, request }) => {
    await getLedPlan(db, actor, { slug: params.slug });
    const sent = await readSent(await request.formData());
    if (!sent.ok) return fail(sent.status, { message: sent.message });
    const asked = { plan: params.slug, workbook: sent.workbook, dryRun: true, now: new Date() };
    const outcome = await importWorkbook(db, actor, asked);
    return { outcome: shown(outcome), carried: sent.carried, isRefused: false };
  },
  importer: async ({ locals: { db, actor }, params, request }) => {
    await getLedPlan(db, actor, { slug: params.slug });
    const form = await request.formData();
    const sent = await readSent(form);
    if (!sent.ok) return fail(sent.status, { message: sent.message });
    const outcome = await importWorkbook(db, actor, {
      ...{ plan: params.slug, workbook: sent.workbook, dryRun: false },
      ...{ reread: form.get('relu') === 'oui', now: new Date() }
    });
    if (!outcome.isWritten)
      return fail(422, { outcome: shown(outcome), carried: sent.carried, isRefused: true });
    redirect(303, `/gestion/plans/${params.slug}/tableur?fait=${outcome.changes.length}`);
  }
};

function shown(outcome: Awaited<ReturnType<typeof importWorkbook>>) {
  const { changes, errors } = outcome;
  return {
    ...outcome,
    changes: changes.slice(0, MOST_SHOWN),
    changeCount: changes.length,
    errors: errors.slice(0, MOST_SHOWN),
    errorCount: errors.length
  };
}
