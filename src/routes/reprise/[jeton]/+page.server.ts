import { redirect } from '@sveltejs/kit';
import { answerReuse } from '#domain/sharing/server/reuse/commands.ts';
import { getAskedReuse } from '#domain/sharing/server/reuse/links/queries.ts';
import { readReuse, refuseReuse, statusOf } from '../../partage/experiences/reusing.ts';
import type { Actions, PageServerLoad } from './$types';

/** What became of a re-use, from the link of the message that asks: nothing else can be done with it. */
export const load: PageServerLoad = async ({ locals: { db }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
  const { reuse, experience, person, expiresAt, isAnswered } = await getAskedReuse(
    db,
    params.jeton,
    new Date()
  );
  return {
    ...{ title: experience.title, name: person.name, expiresAt, isAnswered },
    since: reuse.createdAt,
    typed: { status: reuse.status, structure: '', outcome: reuse.outcome },
    done: url.searchParams.get('fait') ?? ''
  };
};

export const actions: Actions = {
  default: async ({ locals: { db }, params, request }) => {
    const form = await request.formData();
    const typed = readReuse(form);
    const said = await answerReuse(
      db,
      params.jeton,
      { status: statusOf(typed), outcome: typed.outcome },
      { now: new Date(), reread: form.has('relu') }
    );
    if (!said.ok) return refuseReuse(typed, said);
    redirect(303, `/reprise/${params.jeton}?fait=dit`);
  }
};
