import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { deskState, describeDesk } from '#domain/registrations/desk.ts';
import { openNow, saveDesk } from '#domain/registrations/server/desk/commands.ts';
import { setCapacities } from '#domain/registrations/server/desk/places/commands.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import { capacityInput, deskInput } from '#domain/registrations/settings.ts';
import { civilTime } from '#shared/dates.ts';
import type { ProgrammeSessionId } from '#shared/ids.ts';
import { text } from '../../reading.ts';
import { deskOf, messagesOf, readDesk } from './reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const form = await getDeskForm(db, event.id);
  const state = deskState(form.desk, event, new Date());
  const civil = (instant: Date | null) => {
    const [day = '', hour = ''] = instant ? civilTime(instant, event.timeZone).split('T') : [];
    return { day, hour };
  };
  return {
    form,
    open: state.open,
    canOpen: !state.open && ['not-planned', 'not-open', 'closed'].includes(state.reason),
    sentence: describeDesk(state, event.timeZone),
    opens: civil(form.desk.opensAt),
    closes: civil(form.desk.closesAt),
    saved: url.searchParams.get('enregistre')
  };
};

export const actions: Actions = {
  ouverture: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const open = text(await request.formData(), 'vers') === 'ouvrir';
    await openNow(db, actor, id, { open, now: new Date() });
    redirect(303, `?enregistre=${open ? 'ouvert' : 'ferme'}`);
  },
  regles: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const typed = readDesk(form);
    const parsed = deskInput.safeParse(deskOf(typed));
    if (!parsed.success) return fail(400, { typed, errors: messagesOf(parsed.error.issues) });
    const said = { version: typed.version, reread: form.has('relu'), now: new Date() };
    const outcome = await saveDesk(db, actor, id, parsed.data, said);
    if (outcome.ok) redirect(303, '?enregistre=regles');
    if (outcome.reason === 'second-reading')
      return fail(422, { typed, readings: outcome.readings });
    if (outcome.reason === 'stale') return fail(409, { typed, stale: true });
    return fail(400, { typed, errors: messagesOf(outcome.issues) });
  },
  places: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const names = [...form.keys()].filter((name) => /^places(-\d+)?$/.test(name));
    const places = Object.fromEntries(names.map((name) => [name, text(form, name)]));
    const read = names.map((name) => ({ name, ...capacityInput.safeParse(places[name]) }));
    const errors = Object.fromEntries(
      read.flatMap(({ name, error }) => (error ? [[name, error.issues[0]!.message]] : []))
    ) as Record<string, string>;
    if (Object.keys(errors).length > 0) return fail(400, { places, errors });
    const edition = read.find(({ name }) => name === 'places')?.data ?? null;
    const sessions = read.flatMap(({ name, data }) =>
      name === 'places' ? [] : [{ session: sessionOf(name), capacity: data ?? null }]
    );
    const outcome = await setCapacities(db, actor, id, { edition, sessions }, { now: new Date() });
    if (outcome.ok) redirect(303, '?enregistre=places');
    const named = (path: string) =>
      path.replace('edition', 'places').replace('sessions.', 'places-');
    return fail(400, { places, errors: messagesOf(outcome.issues, named) });
  }
};

const sessionOf = (name: string) => Number(name.slice('places-'.length)) as ProgrammeSessionId;
