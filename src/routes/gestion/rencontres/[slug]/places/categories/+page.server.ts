import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { saveCategories } from '#domain/registrations/server/desk/places/commands.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import { categoryInput } from '#domain/registrations/settings.ts';
import { CATEGORY_FIELDS, categoryOf, messagesOf, readRows, rowField } from '../reading.ts';
import type { Actions, PageServerLoad } from './$types';

const field = rowField({ label: 'nom', note: 'precision', capacity: 'places' });

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const { categories } = await getDeskForm(db, id);
  return { categories, saved: url.searchParams.has('enregistre') };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const rows = readRows(await request.formData(), CATEGORY_FIELDS);
    const parsed = categoryInput.array().max(40).safeParse(rows.map(categoryOf));
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({
        ...issue,
        path: ['categories', ...issue.path]
      }));
      return fail(400, { rows, errors: messagesOf(issues, field) });
    }
    const outcome = await saveCategories(db, actor, id, parsed.data, { now: new Date() });
    if (outcome.ok) redirect(303, '?enregistre');
    return fail(400, { rows, errors: messagesOf(outcome.issues, field) });
  }
};
