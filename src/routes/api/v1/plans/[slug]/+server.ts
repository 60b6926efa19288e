import { getPlanBySlug } from '#app/api/plan-contracts.ts';
import { getPlanJson } from '#app/api/plans.ts';
import { answer } from '#server/http/api.ts';

export const GET = answer(getPlanBySlug, ({ params, event }) =>
  getPlanJson(event.locals.db, params.slug, new Date())
);
