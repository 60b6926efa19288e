/** What one does to the tasks of an edition. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { taskInput } from '#domain/events/forms.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import {
  addUsualTasks,
  checkTask,
  deleteTask,
  saveTask
} from '#domain/events/server/tasks/commands.ts';
import type { PersonId } from '#shared/ids.ts';
import { errorsOf } from '../reading.ts';
import { NAMES, readTask, TASK_LABELS } from './tasks-form.ts';

type Asked = RequestEvent<{ slug: string }>;

async function save({ locals: { db, actor }, params, request }: Asked) {
  const { id } = await getManagedEvent(db, actor, params.slug);
  const form = await request.formData();
  const typed = readTask(form);
  const days = typed.days === '' ? Number.NaN : Number(typed.days);
  const read = taskInput.safeParse({
    ...{ title: typed.title, detail: typed.detail, assignee: typed.assignee || null },
    daysBefore: typed.side === 'apres' ? -days : days
  });
  if (!read.success)
    return fail(400, { task: typed, errors: errorsOf(read.error, NAMES, TASK_LABELS) });
  const input = { ...read.data, assignee: read.data.assignee as PersonId | null };
  const task = typed.id === '' ? null : Number(typed.id);
  const reread = form.get('relu') === 'oui';
  const outcome = await saveTask(db, actor, id, { task, input, reread });
  if (outcome.ok) redirect(303, '?tache=ecrite#taches');
  return outcome.reason === 'second-reading'
    ? fail(400, { task: typed, readings: outcome.readings })
    : fail(400, {
        task: typed,
        errors: { pour: 'Confiée à\u00a0: cette personne ne prépare pas la rencontre.' }
      });
}

export const taskActions = {
  tache: save,
  cocher: async ({ locals: { db, actor }, params, request }: Asked) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const change = { task: Number(form.get('numero')), done: form.get('fait') === 'oui' };
    await checkTask(db, actor, id, change, new Date());
    redirect(303, `?#taches`);
  },
  'retirer-tache': async ({ locals: { db, actor }, params, request }: Asked) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    await deleteTask(db, actor, id, Number((await request.formData()).get('numero')));
    redirect(303, '?#taches');
  },
  'taches-habituelles': async ({ locals: { db, actor }, params }: Asked) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    await addUsualTasks(db, actor, id);
    redirect(303, '?#taches');
  }
};
