import { listCommittees } from '#domain/plans/server/committees/queries.ts';
import { getPlan } from '#domain/plans/server/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const plan = await getPlan(db, actor, params.slug);
  return { committees: await listCommittees(db, actor, plan) };
};
