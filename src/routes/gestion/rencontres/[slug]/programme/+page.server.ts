import { conflictsOf, findConflicts } from '#domain/events/conflicts.ts';
import { canEditSession, canManageEvent, isInTeam } from '#domain/events/rules.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import { layOut } from '#domain/events/timetable.ts';
import { Forbidden } from '#shared/errors.ts';
import { changeRoom, duplicate, remove, shift, undo } from './gestures.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getEvent(db, actor, params.slug);
  if (!isInTeam(actor, event.place))
    throw new Forbidden('La préparation d’une rencontre est réservée à son équipe.');
  const programme = await getProgramme(db, event.id);
  const conflicts = findConflicts(programme, event);
  const asked = (name: string) => url.searchParams.get(name) ?? '';
  const done = programme.sessions.find(
    ({ id }) => String(id) === (asked('seance') || asked('ajoutee') || asked('modifiee'))
  );
  return {
    programme,
    days: layOut(programme, event.timeZone),
    conflicts,
    beside: Object.fromEntries(
      programme.sessions.map(({ id }) => [id, conflictsOf(conflicts, id)])
    ),
    canManage: canManageEvent(actor, event.place),
    editable: programme.sessions
      .filter(({ id }) => canEditSession(actor, event.place, id))
      .map(({ id }) => id),
    done: done && {
      session: done.id,
      title: done.title,
      gesture: asked('fait') || (asked('ajoutee') ? 'ajoutee' : 'modifiee'),
      people: Number(asked('choisie')) || 0
    }
  };
};

export const actions: Actions = {
  deplacer: shift,
  salle: changeRoom,
  dupliquer: duplicate,
  supprimer: remove,
  remettre: undo
};
