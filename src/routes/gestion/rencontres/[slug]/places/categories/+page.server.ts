import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { saveCategories } from '#domain/registrations/server/desk/places/commands.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import { categoryInput } from '#domain/registrations/settings.ts';
import {
  CATEGORY_FIELDS,
  categoryOf,
  messagesOf,
  readingLabels,
  readRows,
  rowField
} from '../reading.ts';
import type { Actions, PageServerLoad } from './$types';

const field = rowField({ label: 'nom', note: 'precision', capacity: 'places' });

const WORDS = ['Catégorie', { label: 'le nom', note: 'la précision' }] as const;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const { categories } = await getDeskForm(db, id);
  return { categories, saved: url.searchParams.has('enregistre') };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const rows = readRows(form, CATEGORY_FIELDS);
    const parsed = categoryInput.array().max(40).safeParse(rows.map(categoryOf));
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({
        ...issue,
        path: ['categories', ...issue.path]
      }));
      return fail(400, { rows, errors: messagesOf(issues, field) });
    }
    const said = { now: new Date(), reread: form.has('relu') };
    const outcome = await saveCategories(db, actor, id, parsed.data, said);
    if (outcome.ok) redirect(303, '?enregistre');
    if (outcome.reason === 'second-reading') {
      const { readings } = outcome;
      return fail(422, { rows, readings, labels: readingLabels(readings, WORDS) });
    }
    return fail(400, { rows, errors: messagesOf(outcome.issues, field) });
  }
};
