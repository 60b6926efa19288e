import { MEASURES, PROCESSINGS, retentionWords } from '#domain/confidentiality/processing.ts';
import { CONTROLLER_FIELDS } from '#domain/confidentiality/controller.ts';
import { getController } from '#domain/confidentiality/server/controller/queries.ts';
import { listRetentionRules } from '#domain/confidentiality/server/retention/queries.ts';
import { environment } from '#server/env.ts';
import type { PageServerLoad } from './$types';

/** What article 30 asks of who answers for the data; the rest is said on other pages. */
const IN_REGISTER: readonly string[] = ['name', 'address', 'contact', 'dpo', 'host'];

export const load: PageServerLoad = async ({ locals: { db } }) => {
  const rules = await listRetentionRules(db);
  const controller = await getController(db);
  const { smtpUrl, oidc } = environment();
  return {
    processings: PROCESSINGS.map((one) => ({ ...one, kept: retentionWords(one, rules) })),
    measures: MEASURES,
    controller: CONTROLLER_FIELDS.filter(({ name }) => IN_REGISTER.includes(name)).map(
      ({ name, label }) => ({ name, label, value: controller[name] })
    ),
    // What this instance adds to the recipients.
    mail: smtpUrl ? new URL(smtpUrl).hostname : null,
    identity: Boolean(oidc)
  };
};
