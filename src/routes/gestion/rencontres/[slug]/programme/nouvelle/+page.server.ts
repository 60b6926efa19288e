import { fail, redirect } from '@sveltejs/kit';
import { listThemes } from '#domain/directory/server/queries.ts';
import { createSession } from '#domain/events/server/programme/commands.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { blankSession, errorsOf, parseSession, readSession, refusal } from '../session-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const [programme, themes] = await Promise.all([getProgramme(db, event.id), listThemes(db)]);
  const after = programme.sessions.find(({ id }) => String(id) === url.searchParams.get('apres'));
  return {
    typed: blankSession(event, after ?? null),
    after: after?.title ?? null,
    hasDate: event.startsAt !== null,
    rooms: programme.rooms,
    speakers: programme.speakers,
    themes
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const typed = readSession(form);
    const parsed = parseSession(typed);
    if (!parsed.success) {
      const errors = errorsOf(parsed.error.issues);
      return fail(400, { typed, errors, readings: null, message: '' });
    }
    const input = { event: event.id, session: parsed.data, reread: form.has('relu') };
    const outcome = await createSession(db, actor, input);
    if (!outcome.ok) return fail(422, refusal(typed, outcome));
    redirect(
      303,
      `/gestion/rencontres/${event.slug}/programme?ajoutee=${outcome.session}#seance-${outcome.session}`
    );
  }
};
