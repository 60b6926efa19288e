import { fail, redirect } from '@sveltejs/kit';
import { pageOf } from '#domain/sharing/model.ts';
import { needInput } from '#domain/sharing/needs.ts';
import { addNeeds, removeNeed, settleNeed } from '#domain/sharing/server/needs/commands.ts';
import { listNeeds } from '#domain/sharing/server/needs/queries.ts';
import { getWritten } from '#domain/sharing/server/queries.ts';
import { numberOf, text } from '../../../../gestion/rencontres/reading.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const asked = ({ locals: { db, actor }, params }: Pick<RequestEvent, 'locals' | 'params'>) =>
  getWritten(db, actor, { kind: 'project', slug: params.slug });

export const load: PageServerLoad = async (event) => {
  const project = await asked(event);
  const needs = await listNeeds(event.locals.db, [project.id]);
  return { title: project.title, root: pageOf(project), needs: needs.get(project.id) ?? [] };
};

/** One gesture on a need, then the page of the project, which says it. */
async function settle(event: RequestEvent, isMet: boolean) {
  const project = await asked(event);
  const need = numberOf((await event.request.formData()).get('besoin'));
  const { db, actor } = event.locals;
  await settleNeed(db, actor, project.id, need, { now: new Date(), isMet });
  redirect(303, `${pageOf(project)}?fait=${isMet ? 'trouve' : 'cherche'}#besoins`);
}

export const actions: Actions = {
  trouver: (event) => settle(event, true),
  chercher: (event) => settle(event, false),
  retirer: async (event) => {
    const project = await asked(event);
    const need = numberOf((await event.request.formData()).get('besoin'));
    await removeNeed(event.locals.db, event.locals.actor, project.id, need);
    redirect(303, `${pageOf(project)}?fait=besoin-retire#besoins`);
  },
  ajouter: async (event) => {
    const project = await asked(event);
    const form = await event.request.formData();
    const typed = { kind: text(form, 'nature'), text: text(form, 'precision') };
    const read = needInput.safeParse(typed);
    if (!read.success) {
      const [issue] = read.error.issues;
      const field = issue?.path[0] === 'kind' ? 'nature' : 'precision';
      return fail(400, { ...typed, errors: { [field]: issue?.message ?? '' } });
    }
    const added = await addNeeds(event.locals.db, event.locals.actor, project.id, [read.data], {
      reread: form.has('relu')
    });
    if (added.ok) redirect(303, `${pageOf(project)}?fait=ajoute#besoins`);
    if (added.reason === 'invalid')
      return fail(400, { ...typed, errors: { precision: added.issues[0]!.message } });
    const readings = added.readings.map((one) => ({ ...one, field: 'precision' }));
    return fail(400, { ...typed, readings });
  }
};
