import { duration } from '#domain/confidentiality/retention.ts';
import { listRetentionRules } from '#domain/confidentiality/server/retention/queries.ts';
import { environment } from '#server/env.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, url }) => ({
  erased: url.searchParams.has('efface'),
  basemap: environment().basemap?.host ?? null,
  rules: (await listRetentionRules(db)).map(({ kind, label, since, days }) => ({
    kind,
    label,
    since,
    duration: duration(days)
  }))
});
