import { MEASURES, PROCESSINGS, retentionWords } from '#domain/confidentiality/processing.ts';
import { listRetentionRules } from '#domain/confidentiality/server/retention/queries.ts';
import { environment } from '#server/env.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db } }) => {
  const rules = await listRetentionRules(db);
  const { smtpUrl, oidc } = environment();
  return {
    processings: PROCESSINGS.map((one) => ({ ...one, kept: retentionWords(one, rules) })),
    measures: MEASURES,
    // What this instance adds to the recipients.
    mail: smtpUrl ? new URL(smtpUrl).hostname : null,
    identity: Boolean(oidc)
  };
};
