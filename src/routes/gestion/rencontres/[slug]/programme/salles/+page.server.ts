import { fail, redirect } from '@sveltejs/kit';
import { roomInput } from '#domain/events/programme.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import {
  createRoom,
  deleteRoom,
  updateRoom,
  type RoomOutcome
} from '#domain/events/server/programme/rooms/commands.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import type { RoomId } from '#shared/ids.ts';
import { errorsOf } from '../session-form.ts';
import type { Actions, PageServerLoad } from './$types';

const FIELDS: Record<string, string> = { name: 'nom', capacity: 'places', note: 'precision' };
const REFUSED: Record<string, string> = {
  'name-taken': 'Une autre salle porte déjà ce nom.',
  gone: 'Cette salle a été retirée entre-temps.'
};

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const { rooms, sessions } = await getProgramme(db, event.id);
  return {
    rooms: rooms.map((room) => ({
      ...room,
      sessions: sessions.filter((one) => one.room === room.id).length
    })),
    done: url.searchParams.get('fait')
  };
};

export const actions: Actions = {
  enregistrer: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const text = (name: string) => String(form.get(name) ?? '');
    const typed = { nom: text('nom'), places: text('places'), precision: text('precision') };
    const room = (Number(form.get('salle')) || 0) as RoomId;
    const parsed = roomInput.safeParse({
      name: typed.nom,
      capacity: typed.places,
      note: typed.precision
    });
    const refuse = (errors: Record<string, string>) => fail(400, { room, typed, errors });
    if (!parsed.success) return refuse(errorsOf(parsed.error.issues, FIELDS));
    const outcome: RoomOutcome = room
      ? await updateRoom(db, actor, { event: event.id, room }, parsed.data)
      : await createRoom(db, actor, event.id, parsed.data);
    if (!outcome.ok) return refuse({ nom: REFUSED[outcome.reason]! });
    redirect(303, `?fait=${room ? 'modifiee' : 'ajoutee'}`);
  },

  retirer: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const room = Number((await request.formData()).get('salle')) as RoomId;
    await deleteRoom(db, actor, { event: event.id, room });
    redirect(303, '?fait=retiree');
  }
};
