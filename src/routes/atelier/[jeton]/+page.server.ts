import { isSilent } from '#domain/events/workshop/reach.ts';
import { readRoom } from '#domain/events/server/workshop/queries.ts';
import type { PageServerLoad } from './$types';

/** Whoever has the link of the room picks her structure; nothing of what others said is told here. */
export const load: PageServerLoad = async ({ locals: { db }, params }) => {
  const { room, workshop } = await readRoom(db, params.jeton);
  return {
    room,
    token: params.jeton,
    structures: workshop.structures.map((one) => ({
      ...{ id: one.id, name: one.name, typeName: one.type.name },
      state: one.readyAt ? ('ready' as const) : isSilent(one) ? null : ('drawing' as const)
    }))
  };
};
