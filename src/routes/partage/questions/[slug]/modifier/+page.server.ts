import { redirect } from '@sveltejs/kit';
import { contentOf } from '#domain/sharing/content.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { listNamesOf } from '#domain/sharing/server/naming/queries.ts';
import { getWritten } from '#domain/sharing/server/queries.ts';
import { fieldChoices } from '../../../choosing.ts';
import { typedOf } from '../../../reading.ts';
import { saveContribution } from '../../../saving.ts';
import { askingChoices, readAsking, withItsTheme } from '../../asking.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const question = await getWritten(db, actor, { kind: 'question', slug: params.slug });
  const names = await listNamesOf(db, actor, [contentOf(question)]);
  return {
    title: question.title,
    page: pageOf(question),
    details: question.details,
    written: typedOf(question, names),
    choices: await fieldChoices(db, actor),
    asking: await askingChoices(db),
    me: actor.kind === 'person' ? actor.id : ''
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const question = await getWritten(locals.db, locals.actor, {
      ...{ kind: 'question', slug: params.slug }
    });
    const form = await request.formData();
    const details = readAsking(form);
    const sent = { form: withItsTheme(form, details), kind: 'question' as const, details };
    const saved = await saveContribution(locals, question, sent);
    if (!saved.ok) return saved.failure;
    redirect(303, `${pageOf(question)}?fait=${saved.changed ? 'enregistre' : 'rien'}`);
  }
};
