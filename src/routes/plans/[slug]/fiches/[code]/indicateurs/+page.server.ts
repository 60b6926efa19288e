import { isMemberOf } from '#domain/identity/rules.ts';
import { canLeadPlan, canWriteSheet } from '#domain/plans/rules.ts';
import { listFollowables } from '#domain/plans/server/indicators/choices/queries.ts';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { today } from '#domain/plans/wording.ts';
import { yearOf } from '#shared/dates.ts';
import { numberOf } from '../../../../../gestion/rencontres/reading.ts';
import { listLacking, putBack } from '../../../indicateurs/listing.ts';
import { groupMeasures } from '../../../indicateurs/measures.ts';
import { pathOf } from '../../../indicateurs/paths.ts';
import { askedSheet, askedWrittenSheet } from '../asked.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { db, actor } = locals;
  const { plan, sheet } = await askedSheet({ locals, params });
  const now = new Date();
  const asked = { plan: plan.id, sheet: sheet.id, now, today: today(now) };
  const indicators = await listFollowed(db, actor, asked);
  const year = yearOf(asked.today);
  const writes = canWriteSheet(actor, sheet.place);
  const readsAll = isMemberOf(actor, plan.place.territory) || canLeadPlan(actor, plan.place);
  const where = { territory: plan.place.territory, sheet: sheet.id };
  const linked = writes
    ? (await listFollowables(db, actor, where)).filter((one) => one.linked)
    : [];
  const heading = plan.headings.find(({ key }) => key === 'indicators');
  return {
    ...{ indicators, writes, readsAll, year, isClosed: plan.closedYears.includes(year) },
    lacking: listLacking(indicators, readsAll),
    groups: groupMeasures(linked).filter((group) => group.linked),
    inWords: heading && !heading.hidden ? (sheet.texts['indicators'] ?? []) : [],
    inWordsLabel: heading?.label ?? '',
    removed: writes ? numberOf(url.searchParams.get('retire')) : 0
  };
};

export const actions: Actions = {
  remettre: async ({ locals, params, request }) => {
    const { plan, sheet } = await askedWrittenSheet({ locals, params });
    return putBack({ locals, request }, pathOf(plan.slug, sheet));
  }
};
