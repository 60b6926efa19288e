import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { saveQuestions } from '#domain/registrations/server/desk/asking/commands.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import { questionInput } from '#domain/registrations/settings.ts';
import {
  messagesOf,
  QUESTION_FIELDS,
  questionOf,
  readingLabels,
  readRows,
  rowField
} from '../reading.ts';
import type { Actions, PageServerLoad } from './$types';

const field = rowField({ label: 'question', hint: 'aide', kind: 'genre', options: 'reponses' });

const WORDS = [
  'Question',
  { label: 'la question', hint: 'la précision', options: 'les réponses' }
] as const;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const { questions } = await getDeskForm(db, id);
  return { questions, saved: url.searchParams.has('enregistre') };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const rows = readRows(form, QUESTION_FIELDS);
    const parsed = questionInput.array().max(40).safeParse(rows.map(questionOf));
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({
        ...issue,
        path: ['questions', ...issue.path]
      }));
      return fail(400, { rows, errors: messagesOf(issues, field) });
    }
    const outcome = await saveQuestions(db, actor, id, parsed.data, { reread: form.has('relu') });
    if (outcome.ok) redirect(303, '?enregistre');
    if (outcome.reason === 'second-reading') {
      const { readings } = outcome;
      return fail(422, { rows, readings, labels: readingLabels(readings, WORDS) });
    }
    return fail(400, { rows, errors: messagesOf(outcome.issues, field) });
  }
};
