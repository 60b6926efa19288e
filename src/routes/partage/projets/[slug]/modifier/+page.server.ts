import { redirect } from '@sveltejs/kit';
import { contentOf } from '#domain/sharing/content.ts';
import { headingsOf } from '#domain/sharing/headings.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { listNamesOf } from '#domain/sharing/server/naming/queries.ts';
import { getWritten } from '#domain/sharing/server/queries.ts';
import { fieldChoices } from '../../../choosing.ts';
import { typedOf } from '../../../reading.ts';
import { saveContribution } from '../../../saving.ts';
import { listClose } from '../../closeness.ts';
import { readProject } from '../../reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const project = await getWritten(db, actor, { kind: 'project', slug: params.slug });
  const [choices, names, overlaps] = await Promise.all([
    fieldChoices(db, actor),
    listNamesOf(db, actor, [contentOf(project)]),
    listClose(db, actor, project)
  ]);
  return {
    choices,
    headings: headingsOf('project'),
    typed: typedOf(project, names),
    details: project.details,
    root: pageOf(project),
    overlaps,
    me: actor.kind === 'person' ? actor.id : '',
    done: url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const project = await getWritten(locals.db, locals.actor, {
      kind: 'project',
      slug: params.slug
    });
    const form = await request.formData();
    const sent = { form, kind: 'project' as const, details: readProject(form) };
    const saved = await saveContribution(locals, project, sent);
    if (!saved.ok) return saved.failure;
    redirect(303, `${pageOf(project)}?fait=${saved.changed ? 'enregistre' : 'rien'}`);
  }
};
