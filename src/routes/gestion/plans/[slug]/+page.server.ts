import { listRemovedSheets } from '#domain/plans/server/numbering/queries.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import { doneOf } from './done.ts';
import { treeActions } from './gestures.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  const [sheets, removed] = await Promise.all([
    listSheets(db, actor, plan.id),
    listRemovedSheets(db, plan.id)
  ]);
  return {
    axes: plan.axes,
    sheets: sheets.map(({ id, number, code, slug, title, status, axis, objective, pilots }) => ({
      ...{ id, number, code, slug, title, status, axis, objective },
      pilots: pilots.map(({ label }) => label)
    })),
    removed,
    done: doneOf(url.searchParams)
  };
};

export const actions: Actions = treeActions;
