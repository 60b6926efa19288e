import { redirect } from '@sveltejs/kit';
import { planYears } from '#domain/plans/model.ts';
import { listFollowables } from '#domain/plans/server/indicators/choices/queries.ts';
import { today } from '#domain/plans/wording.ts';
import { askedToWrite, briefOf } from '../../asked.ts';
import { followsOf } from '../../follows.ts';
import { groupMeasures } from '../../measures.ts';
import { saveTyped } from '../../saving.ts';
import { indicatorAsTyped, readBinding, withMeasure } from '../../typed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { plan, indicator, sheet } = await askedToWrite({ locals, params });
  const where = { territory: plan.place.territory, sheet: indicator.sheet };
  const followables = await listFollowables(locals.db, locals.actor, where);
  const query = url.searchParams;
  const kept = indicatorAsTyped(indicator);
  const chosen = readBinding((name) => query.get(name) ?? '');
  const typed = query.has('main') ? { ...kept, binding: null } : withMeasure(kept, chosen);
  const years = indicator.targets.map(({ year }) => year);
  return {
    of: briefOf(sheet),
    ...{ id: indicator.id, label: indicator.label, typed },
    follows: followsOf(typed.binding, followables),
    groups: groupMeasures(followables),
    years: planYears(plan, today(new Date()), years),
    closedYears: plan.closedYears
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { plan, indicator } = await askedToWrite({ locals, params });
    const where = { plan: plan.id, sheet: indicator.sheet, id: indicator.id };
    const saved = await saveTyped({ locals, request }, where);
    if (saved.refusal) return saved.refusal;
    redirect(303, `/plans/${plan.slug}/indicateurs/${saved.id}?fait=ecrit`);
  }
};
