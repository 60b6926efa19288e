import { fail, redirect } from '@sveltejs/kit';
import { addUp } from '#domain/events/budget.ts';
import { saveBudget } from '#domain/events/server/budget/commands.ts';
import { getBudget } from '#domain/events/server/budget/queries.ts';
import { listPartners } from '#domain/events/server/partners/queries.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { readBudget, readRows, rowsOf } from './budget-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const [{ lines, stamp }, { partners }] = await Promise.all([
    getBudget(db, actor, event.id),
    listPartners(db, actor, event.id)
  ]);
  return {
    rows: rowsOf(lines),
    stamp,
    partners: partners
      .filter(({ plannedCents, actualCents }) => plannedCents !== null || actualCents !== null)
      .map(({ id, name, plannedCents, actualCents }) => ({ id, name, plannedCents, actualCents })),
    totals: addUp(lines, partners),
    saved: url.searchParams.has('enregistre')
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const rows = readRows(form);
    const read = readBudget(rows);
    if (!read.ok) return fail(400, { rows, errors: read.errors });
    const outcome = await saveBudget(db, actor, event.id, {
      lines: read.lines,
      stamp: String(form.get('etat') ?? ''),
      reread: form.get('relu') === 'oui'
    });
    if (outcome.ok) redirect(303, '?enregistre');
    return outcome.reason === 'stale'
      ? fail(409, { rows, stamp: outcome.stamp })
      : fail(422, { rows, readings: outcome.readings });
  }
};
