import { redirect } from '@sveltejs/kit';
import { loadActor } from '#app/actor.ts';
import { getWritten } from '#domain/sharing/server/queries.ts';
import { getAskedInterest } from '#domain/sharing/server/interests/links/queries.ts';
import { answerBy } from '../../partage/projets/[slug]/interesses/answering.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** The link stands for who was written to, for this answer only; whether she still writes the project is asked again. */
async function asked({ locals: { db }, params }: Pick<RequestEvent, 'locals' | 'params'>) {
  const found = await getAskedInterest(db, params.jeton, new Date());
  const actor = await loadActor(db, found.carrier);
  const project = await getWritten(db, actor, { id: found.project });
  return { ...found, actor, title: project.title };
}

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
  const { name, title, answeredAt } = await asked(event);
  return { name, title, answeredAt, done: event.url.searchParams.get('fait') ?? '' };
};

export const actions: Actions = {
  default: async (event) => {
    const { interest, actor } = await asked(event);
    const form = await event.request.formData();
    const answered = await answerBy({ db: event.locals.db, actor }, interest, form);
    if (answered.failure) return answered.failure;
    redirect(303, `?fait=${answered.done}`);
  }
};
