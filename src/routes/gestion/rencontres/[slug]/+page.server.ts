import { fail, redirect } from '@sveltejs/kit';
import { advisedBeforePublishing, isPast, missingToPublish } from '#domain/events/edition.ts';
import { canManageEvent, isInTeam } from '#domain/events/rules.ts';
import { deleteDraft, publishEvent } from '#domain/events/server/commands.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { getEvent, getManagedEvent } from '#domain/events/server/queries.ts';
import { listPossibleAssignees, listTasks } from '#domain/events/server/tasks/queries.ts';
import { dateTasks, proposeTasks } from '#domain/events/tasks.ts';
import { deskState } from '#domain/registrations/desk.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import { taskActions } from './task-actions.ts';
import { ownParts } from './own-parts.ts';
import type { Actions, PageServerLoad } from './$types';

const TEAM_ONLY = 'La préparation d’une rencontre est réservée à son équipe.';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const event = await getEvent(db, actor, params.slug);
  if (!isInTeam(actor, event.place)) throw new Forbidden(TEAM_ONLY);
  const programme = await getProgramme(db, event.id);
  const shown = { opened: url.searchParams.has('ouverte'), own: ownParts(actor, event, programme) };
  if (!canManageEvent(actor, event.place)) return { ...shown, work: null };
  const [tasks, assignees, desk] = await Promise.all([
    listTasks(db, event.id),
    listPossibleAssignees(db, event.id),
    getDeskForm(db, event.id)
  ]);
  return {
    ...shown,
    work: {
      missing: missingToPublish(event),
      advised: advisedBeforePublishing(event, programme.sessions.length),
      isPast: isPast(event, now),
      tasks: dateTasks(tasks, event, now),
      changing: Number(url.searchParams.get('tache')) || null,
      usualTasks: proposeTasks(event.kind).length,
      assignees: assignees.map(({ id, name }) => ({ value: id, label: name })),
      desk: { state: deskState(desk.desk, event, now), taken: desk.taken, capacity: desk.capacity },
      textsToReread: event.copiedFrom !== null && event.status === 'draft'
    }
  };
};

export const actions: Actions = {
  publier: async ({ locals: { db, actor }, params }) => {
    const { id, slug } = await getManagedEvent(db, actor, params.slug);
    const outcome = await publishEvent(db, actor, id, new Date());
    if (!outcome.ok) return fail(409, { unpublished: outcome.reason });
    redirect(303, `/gestion/rencontres/${slug}?publiee`);
  },
  supprimer: async ({ locals: { db, actor }, params }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    if (!(await deleteDraft(db, actor, id))) return fail(409, { kept: true });
    redirect(303, '/gestion/rencontres?supprime');
  },
  ...taskActions
};
