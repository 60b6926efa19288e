import { listRemovedSheets } from '#domain/plans/server/numbering/queries.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import { numberOf } from '../../rencontres/reading.ts';
import { doneOf } from './done.ts';
import { treeActions } from './gestures.ts';
import { openAxis, type Line } from './tree.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  const [sheets, removed] = await Promise.all([
    listSheets(db, actor, plan.id),
    listRemovedSheets(db, plan.id)
  ]);
  const lines = sheets.map(
    ({ id, number, code, slug, title, status, axis, objective, pilots }): Line => ({
      ...{ id, number, code, slug, title, status, axis, objective },
      pilots: pilots.map(({ label }) => label)
    })
  );
  const done = doneOf(url.searchParams);
  const asked = numberOf(url.searchParams.get('axe'));
  return {
    axes: plan.axes,
    sheets: lines,
    open: openAxis({ axes: plan.axes, sheets: lines }, { asked, touched: done.touched }),
    removed,
    done
  };
};

export const actions: Actions = treeActions;
