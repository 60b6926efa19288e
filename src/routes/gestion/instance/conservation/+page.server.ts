import { fail, redirect } from '@sveltejs/kit';
import { previewPurge } from '#app/people/retention.ts';
import { bounds, RETENTION_KINDS, type RetentionKind } from '#domain/confidentiality/retention.ts';
import { setRetention } from '#domain/confidentiality/server/retention/commands.ts';
import {
  listPurgeRuns,
  listRetentionRules
} from '#domain/confidentiality/server/retention/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => ({
  rules: (await listRetentionRules(db)).map((rule) => ({ ...rule, ...bounds(rule.kind) })),
  runs: await listPurgeRuns(db, actor),
  saved: url.searchParams.has('enregistre')
});

function read(form: FormData) {
  const typed: Partial<Record<RetentionKind, string>> = {};
  const days: Partial<Record<RetentionKind, number>> = {};
  const errors: Record<string, string> = {};
  for (const kind of RETENTION_KINDS) {
    const text = String(form.get(kind) ?? '').trim();
    const { min, max } = bounds(kind);
    typed[kind] = text;
    if (/^\d{1,5}$/.test(text) && Number(text) >= min && Number(text) <= max)
      days[kind] = Number(text);
    else errors[kind] = `De ${min} à ${max} jours`;
  }
  return { typed, days, errors };
}

export const actions: Actions = {
  prevoir: async ({ locals: { db, actor }, request }) => {
    const { typed, days, errors } = read(await request.formData());
    if (Object.keys(errors).length > 0) return fail(400, { typed, errors });
    return { typed, preview: await previewPurge(db, actor, days, new Date()) };
  },
  enregistrer: async ({ locals: { db, actor }, request }) => {
    const { typed, days, errors } = read(await request.formData());
    if (Object.keys(errors).length > 0) return fail(400, { typed, errors });
    await setRetention(db, actor, days);
    redirect(303, '?enregistre');
  }
};
