import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { createSurvey, type Source } from '#domain/surveys/server/commands.ts';
import { listCopyable } from '#domain/surveys/server/queries.ts';
import { findTemplate, TEMPLATES } from '#domain/surveys/templates.ts';
import type { SurveyId } from '#shared/ids.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  return { templates: TEMPLATES, copyable: await listCopyable(db, actor, event, new Date()) };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const source = sourceOf(String((await request.formData()).get('depart') ?? ''));
    if (!source) return fail(400, { errors: { depart: 'Choisissez de quoi partir.' } });
    const id = await createSurvey(db, actor, event.id, source);
    redirect(303, `/gestion/rencontres/${event.slug}/questionnaires/${id}?prepare`);
  }
};

/** « blanc », « modele:satisfaction », « copie:12 ». */
function sourceOf(value: string): Source | null {
  if (value === 'blanc') return { from: 'blank' };
  const [kind, what = ''] = value.split(':');
  if (kind === 'modele' && findTemplate(what)) return { from: 'template', key: what };
  const survey = Number(what);
  return kind === 'copie' && Number.isSafeInteger(survey) && survey > 0
    ? { from: 'survey', survey: survey as SurveyId }
    : null;
}
