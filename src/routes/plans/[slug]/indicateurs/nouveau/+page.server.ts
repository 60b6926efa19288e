import { redirect } from '@sveltejs/kit';
import { Forbidden } from '#shared/errors.ts';
import { planYears } from '#domain/plans/model.ts';
import { listFollowables } from '#domain/plans/server/indicators/choices/queries.ts';
import { reachPlan } from '#domain/plans/server/reaching/queries.ts';
import { getWrittenSheet } from '#domain/plans/server/sheets/queries.ts';
import { today } from '#domain/plans/wording.ts';
import { briefOf, writesIn, type Locals } from '../asked.ts';
import { followsOf } from '../follows.ts';
import { groupMeasures } from '../measures.ts';
import { saveTyped } from '../saving.ts';
import { BLANK, readBinding, withMeasure } from '../typed.ts';
import type { Actions, PageServerLoad } from './$types';

/** The sheet that the new indicator is of; null: the plan as a whole. */
async function place(
  { locals: { db, actor } }: Locals,
  { slug, code }: { readonly slug: string; readonly code: string | null }
) {
  const { plan } = await reachPlan(db, actor, slug);
  const sheet = code ? await getWrittenSheet(db, actor, { plan: plan.id, slug: code }) : null;
  if (!writesIn(actor, plan, sheet))
    throw new Forbidden('Les indicateurs du plan sont tenus par les personnes qui le mènent.');
  return { plan, sheet };
}

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const query = url.searchParams;
  const asked = { slug: params.slug, code: query.get('fiche') };
  const { plan, sheet } = await place({ locals }, asked);
  const where = { territory: plan.place.territory, sheet: sheet?.id ?? null };
  const followables = await listFollowables(locals.db, locals.actor, where);
  const binding = readBinding((name) => query.get(name) ?? '');
  return {
    of: briefOf(sheet),
    typed: withMeasure(BLANK, binding),
    follows: followsOf(binding, followables),
    groups: groupMeasures(followables),
    chosen: binding !== null || query.has('main'),
    years: planYears(plan, today(new Date())),
    closedYears: plan.closedYears
  };
};

export const actions: Actions = {
  default: async ({ locals, params, url, request }) => {
    const asked = { slug: params.slug, code: url.searchParams.get('fiche') };
    const { plan, sheet } = await place({ locals }, asked);
    const saved = await saveTyped({ locals, request }, { plan: plan.id, sheet: sheet?.id ?? null });
    if (saved.refusal) return saved.refusal;
    redirect(303, `/plans/${plan.slug}/indicateurs/${saved.id}?fait=defini`);
  }
};
