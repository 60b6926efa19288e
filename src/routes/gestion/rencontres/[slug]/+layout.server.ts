import { canManageEvent, canWelcome, isInTeam } from '#domain/events/rules.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import type { LayoutServerLoad } from './$types';

/** The edition, for its team. Each page asks besides what it needs: a layout does not run for an action. */
export const load: LayoutServerLoad = async ({ locals: { db, actor }, params }) => {
  const event = await getEvent(db, actor, params.slug);
  const may = {
    manage: canManageEvent(actor, event.place),
    work: isInTeam(actor, event.place),
    welcome: canWelcome(actor, event.place)
  };
  if (!may.work && !may.welcome)
    throw new Forbidden('La préparation d’une rencontre est réservée à son équipe.');
  const { place: _, ...shown } = event;
  return { event: shown, may };
};
