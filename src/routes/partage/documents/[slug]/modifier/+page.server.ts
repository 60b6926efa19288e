import { redirect } from '@sveltejs/kit';
import { contentOf } from '#domain/sharing/content.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { listNamesOf } from '#domain/sharing/server/naming/queries.ts';
import { fieldChoices } from '../../../choosing.ts';
import { typedOf } from '../../../reading.ts';
import { saveContribution } from '../../../saving.ts';
import { detailsOf, readDetails } from '../../typed.ts';
import { askedWritten } from '../asked.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { db, actor } = locals;
  const document = await askedWritten({ locals, params });
  const names = await listNamesOf(db, actor, [contentOf(document)]);
  return {
    ...{ title: document.title, slug: document.slug },
    me: actor.kind === 'person' ? actor.id : '',
    choices: await fieldChoices(db, actor),
    typed: typedOf(document, names),
    details: detailsOf(document)
  };
};

export const actions: Actions = {
  default: async (asked) => {
    const document = await askedWritten(asked);
    const form = await asked.request.formData();
    const sent = { form, kind: 'document' as const, details: readDetails(form) };
    const saved = await saveContribution(asked.locals, document, sent);
    if (!saved.ok) return saved.failure;
    redirect(303, `${pageOf(document)}?fait=${saved.changed ? 'enregistre' : 'rien'}`);
  }
};
