import { redirect } from '@sveltejs/kit';
import { readShort, relayPath } from '#domain/events/relays.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import { findRelayTarget } from '#domain/events/server/relays/queries.ts';
import { NotFound } from '#shared/errors.ts';
import type { RequestHandler } from './$types';

/** The short address of posters: to the registration, where it is said by which relay one comes. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const id = readShort(params.numero);
  const target = id === null ? null : await findRelayTarget(db, id);
  if (!target) throw new NotFound('Cette adresse ne mène à aucune rencontre.');
  // A draft does not tell its name to who tries numbers.
  await getEvent(db, actor, target.event);
  redirect(302, relayPath(target.event, target.code));
};
