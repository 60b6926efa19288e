import { error, fail, redirect } from '@sveltejs/kit';
import { pageOf } from '#domain/sharing/model.ts';
import { canReply, canWrite } from '#domain/sharing/rules.ts';
import { sayInterested, withdrawInterest } from '#domain/sharing/server/interests/commands.ts';
import { findOwnInterest } from '#domain/sharing/server/interests/queries.ts';
import { getContribution } from '#domain/sharing/server/queries.ts';
import { text } from '../../../../gestion/rencontres/reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const project = await getContribution(db, actor, { kind: 'project', slug: params.slug });
  if (actor.kind === 'visitor')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
  if (actor.kind !== 'person' || !canReply(actor, project.place))
    error(403, 'Dire que cela vous intéresse est réservé aux membres du réseau.');
  const own = await findOwnInterest(db, project.id, actor.id);
  if (own || canWrite(actor, project.place)) redirect(303, pageOf(project));
  return { title: project.title, root: pageOf(project) };
};

export const actions: Actions = {
  dire: async ({ locals: { db, actor }, params, request }) => {
    const project = await getContribution(db, actor, { kind: 'project', slug: params.slug });
    const form = await request.formData();
    const message = text(form, 'message');
    const outcome = await sayInterested(
      db,
      actor,
      project.id,
      { message },
      { now: new Date(), reread: form.has('relu') }
    );
    if (outcome.ok)
      redirect(303, `${pageOf(project)}?fait=${outcome.written ? 'interesse' : 'interesse-seul'}`);
    if (outcome.reason === 'second-reading')
      return fail(400, { message, readings: outcome.readings });
    return fail(400, { message, errors: { message: outcome.issues[0]!.message } });
  },
  retirer: async ({ locals: { db, actor }, params }) => {
    const project = await getContribution(db, actor, { kind: 'project', slug: params.slug });
    await withdrawInterest(db, actor, project.id, new Date());
    redirect(303, `${pageOf(project)}?fait=retire-interet`);
  }
};
