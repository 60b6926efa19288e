import { redirect } from '@sveltejs/kit';
import { moveIndicator, removeIndicator } from '#domain/plans/server/indicators/order/commands.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { nameShared } from '#domain/plans/server/indicators/naming/queries.ts';
import { canLeadPlan } from '#domain/plans/rules.ts';
import { text } from '../../../../gestion/rencontres/reading.ts';
import { askedIndicator, askedToWrite, briefOf } from '../asked.ts';
import { pathOf } from '../paths.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { plan, indicator, sheet, writes, today } = await askedIndicator({ locals, params });
  const { db, actor } = locals;
  return {
    of: briefOf(sheet),
    ...{ indicator, writes, today, done: url.searchParams.get('fait') ?? '' },
    readsAll: isMemberOf(actor, plan.place.territory) || canLeadPlan(actor, plan.place),
    closedYears: plan.closedYears,
    named: await nameShared(db, actor, plan.place.territory, indicator)
  };
};

export const actions: Actions = {
  retirer: async ({ locals, params }) => {
    const { plan, indicator, sheet } = await askedToWrite({ locals, params });
    await removeIndicator(locals.db, locals.actor, indicator.id);
    redirect(303, `${pathOf(plan.slug, sheet)}?retire=${indicator.id}`);
  },
  ranger: async ({ locals, params, request }) => {
    const { plan, indicator, sheet } = await askedToWrite({ locals, params });
    const way = text(await request.formData(), 'sens') === 'descendre' ? 'down' : 'up';
    await moveIndicator(locals.db, locals.actor, indicator.id, way);
    redirect(303, `${pathOf(plan.slug, sheet)}#indicateur-${indicator.id}`);
  }
};
