import { fail, type RequestEvent } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import {
  readFilterChoices,
  getRegistrationFile
} from '#domain/registrations/server/listing/queries.ts';
import {
  cancelForSomeone,
  moveRegistration,
  overrulePlace
} from '#domain/registrations/server/places/organiser/commands.ts';
import { NotFound } from '#shared/errors.ts';
import type { CategoryId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import { toldOfMove, toldOfPlace, type Told } from './gestures.ts';
import type { Actions, PageServerLoad, RouteParams } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const [file, choices] = await Promise.all([
    getRegistrationFile(db, actor, event.id, readId(params.id)),
    readFilterChoices(db, actor, event.id)
  ]);
  return { file, categories: choices.categories, added: url.searchParams.has('ajoute') };
};

export const actions: Actions = {
  place: async (event) => {
    const { db, actor, id, form } = await begin(event);
    const session = (Number(form.get('session')) || null) as ProgrammeSessionId | null;
    const told = toldOfPlace(await overrulePlace(db, actor, id, session, { now: new Date() }));
    return answer(told);
  },

  deplacer: async (event) => {
    const { db, actor, id, form } = await begin(event);
    const text = (name: string) => String(form.get(name) ?? '');
    const asked = { from: text('from'), to: text('to'), category: text('category') };
    const session = (value: string) => (Number(value) || null) as ProgrammeSessionId | null;
    const move = form.has('category')
      ? { category: (Number(asked.category) || null) as CategoryId | null }
      : { from: session(asked.from), to: session(asked.to) };
    const options = { now: new Date(), beyond: form.has('beyond') };
    return answer(toldOfMove(await moveRegistration(db, actor, id, move, options), asked));
  },

  annuler: async (event) => {
    const { db, actor, id } = await begin(event);
    const outcome = await cancelForSomeone(db, actor, id, { now: new Date() });
    return answer(
      outcome.ok
        ? { ok: true, message: 'L’inscription est annulée ; la personne en est prévenue.' }
        : { ok: false, message: 'Cette inscription était déjà terminée.' }
    );
  }
};

/** The registration of this very edition: one of another is not found. */
async function begin({ locals: { db, actor }, params, request }: RequestEvent<RouteParams>) {
  const event = await getManagedEvent(db, actor, params.slug);
  const { registration } = await getRegistrationFile(db, actor, event.id, readId(params.id));
  return { db, actor, id: registration.id, form: await request.formData() };
}

function answer(told: Told) {
  return told.ok ? { told } : fail(409, { told });
}

function readId(text: string): RegistrationId {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1) throw new NotFound('Cette inscription n’existe pas.');
  return id as RegistrationId;
}
