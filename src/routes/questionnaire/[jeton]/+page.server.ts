import { fail, redirect } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { answerSurvey } from '#domain/surveys/server/answering/commands.ts';
import { getAsked } from '#domain/surveys/server/answering/queries.ts';
import { readTyped } from './typing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const asked = await getAsked(db, params.jeton, new Date());
  return { asked, token: params.jeton, sent: url.searchParams.has('merci') };
};

export const actions: Actions = {
  default: async ({ locals: { db }, params, request }) => {
    const form = await request.formData();
    const typed = readTyped(form);
    const back = (errors: Readonly<Record<number, string>>, readings: SecondReading | null) =>
      fail(400, { typed, errors, readings, late: false });
    const input = { typed, reread: form.has('relu') };
    const done = await answerSurvey(db, params.jeton, input, new Date());
    if (done.ok) redirect(303, `/questionnaire/${params.jeton}?merci`);
    if (done.reason === 'incomplete') return back(done.errors, null);
    if (done.reason === 'second-reading') return back({}, done.readings);
    // Another page says why: the link has served meanwhile, or the questionnaire is closed.
    return fail(409, { typed, errors: {}, readings: null, late: true });
  }
};
