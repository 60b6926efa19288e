import { error, fail, redirect } from '@sveltejs/kit';
import { listThemes } from '#domain/directory/server/queries.ts';
import { canEditSession, canManageEvent } from '#domain/events/rules.ts';
import { updateSessionText } from '#domain/events/server/programme/commands.ts';
import { findSession, getProgramme } from '#domain/events/server/programme/queries.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import { changeSession } from '#domain/registrations/server/programme/commands.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ProgrammeSessionId } from '#shared/ids.ts';
import {
  errorsOf,
  parseSession,
  parseText,
  readSession,
  refusal,
  typedOf
} from '../session-form.ts';
import type { Actions, PageServerLoad } from './$types';

const GONE = 'Cette séance n’est pas, ou n’est plus, au programme.';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const event = await getEvent(db, actor, params.slug);
  const id = Number(params.seance) as ProgrammeSessionId;
  if (!Number.isSafeInteger(id)) error(404, GONE);
  if (!canEditSession(actor, event.place, id))
    throw new Forbidden('Cette séance est confiée à d’autres personnes.');
  const [session, programme, themes] = await Promise.all([
    findSession(db, event.id, id),
    getProgramme(db, event.id),
    listThemes(db)
  ]);
  if (!session) throw new NotFound(GONE);
  return {
    session,
    typed: typedOf(session, event.timeZone),
    isWhole: canManageEvent(actor, event.place),
    rooms: programme.rooms,
    speakers: programme.speakers,
    themes
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const event = await getEvent(db, actor, params.slug);
    const form = await request.formData();
    const typed = readSession(form);
    const version = Number(form.get('version'));
    const session = Number(params.seance) as ProgrammeSessionId;
    const key = { event: event.id, session, version };
    const reread = form.has('relu');
    const whole = canManageEvent(actor, event.place) ? parseSession(typed) : null;
    const parsed = whole ?? parseText(typed);
    if (!parsed.success) {
      const errors = errorsOf(parsed.error.issues);
      return fail(400, { version, typed, errors, readings: null, message: '' });
    }
    const outcome = whole?.success
      ? await changeSession(db, actor, key, { session: whole.data, reread }, { now: new Date() })
      : await updateSessionText(db, actor, key, { text: parsed.data, reread });
    if (!outcome.ok) return fail(422, { version, ...refusal(typed, outcome) });
    const told = outcome.taken > 0 ? `&choisie=${outcome.taken}` : '';
    redirect(
      303,
      `/gestion/rencontres/${event.slug}/programme?modifiee=${session}${told}#seance-${session}`
    );
  }
};
