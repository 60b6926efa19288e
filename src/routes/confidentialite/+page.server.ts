import { duration } from '#domain/confidentiality/retention.ts';
import { getController } from '#domain/confidentiality/server/controller/queries.ts';
import { listRetentionRules } from '#domain/confidentiality/server/retention/queries.ts';
import { environment } from '#server/env.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, url }) => ({
  erased: url.searchParams.has('efface'),
  controller: await getController(db),
  basemap: environment().basemap?.host ?? null,
  rules: (await listRetentionRules(db)).map(({ kind, label, since, days }) => ({
    kind,
    label,
    since,
    duration: duration(days)
  }))
});
