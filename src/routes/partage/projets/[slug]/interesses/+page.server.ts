import { redirect } from '@sveltejs/kit';
import { pageOf } from '#domain/sharing/model.ts';
import { listInterests } from '#domain/sharing/server/interests/queries.ts';
import { getWritten } from '#domain/sharing/server/queries.ts';
import { NotFound } from '#shared/errors.ts';
import { numberOf } from '../../../../gestion/rencontres/reading.ts';
import { answerBy } from './answering.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const project = await getWritten(db, actor, { kind: 'project', slug: params.slug });
  return {
    title: project.title,
    root: pageOf(project),
    interests: await listInterests(db, project.id),
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
    const asked = numberOf(form.get('interet'));
    const interests = await listInterests(locals.db, project.id);
    const interest = interests.find(({ id }) => id === asked);
    if (!interest) throw new NotFound('Cette personne a retiré son intérêt.');
    const answered = await answerBy(locals, interest.id, form);
    if (answered.failure) return answered.failure;
    redirect(303, `?fait=${answered.done}`);
  }
};
