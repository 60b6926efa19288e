import { fail, redirect } from '@sveltejs/kit';
import { getReportable, reportContent } from '#app/withholding.ts';
import { REPORT_REASONS } from '#domain/confidentiality/model.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const content = { kind: params.kind, key: params.id };
  const { kind, label, page, effect } = await getReportable(db, actor, content);
  return { kind, label, page, effect, done: url.searchParams.has('fait') };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor, address }, params, request }) => {
    const asked = (await request.formData()).get('motif');
    const reason = REPORT_REASONS.find((known) => known === asked) ?? '';
    const content = { kind: params.kind, key: params.id };
    const outcome = await reportContent(db, actor, content, { reason, address });
    if (!outcome.ok) return fail(429, { tooMany: true });
    redirect(303, '?fait');
  }
};
