import { fail, redirect } from '@sveltejs/kit';
import { answerPoll } from '#domain/events/server/poll/answers/commands.ts';
import { getAsked } from '#domain/events/server/poll/answers/queries.ts';
import { pollAnswerInput } from '#domain/events/poll.ts';
import { readGiven, type AnswerForm } from './answers.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, url }) => {
  const { guest: _, ...asked } = await getAsked(db, params.jeton, new Date());
  return { asked, token: params.jeton, saved: url.searchParams.has('merci') };
};

export const actions: Actions = {
  default: async ({ locals: { db }, params, request }) => {
    const form = await request.formData();
    const given = readGiven(form);
    const typed = String(form.get('comment') ?? '');
    const back = (more: Partial<AnswerForm>): AnswerForm => ({
      ...{ given, comment: typed, missing: [], error: '', readings: null },
      ...more
    });
    const comment = pollAnswerInput.safeParse({ comment: typed });
    if (!comment.success) return fail(400, back({ error: comment.error.issues[0]?.message ?? '' }));
    const answers = new Map(Object.entries(given).map(([slot, answer]) => [Number(slot), answer]));
    const input = { answers, ...comment.data, reread: form.has('relu') };
    const done = await answerPoll(db, params.jeton, input, new Date());
    if (done.ok) redirect(303, `/sondage/${params.jeton}?merci`);
    if (done.reason === 'missing') return fail(400, back({ missing: done.missing }));
    if (done.reason === 'second-reading') return fail(400, back({ readings: done.readings }));
    return fail(409, back({ error: 'closed' }));
  }
};
