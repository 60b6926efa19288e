import { fail } from '@sveltejs/kit';
import { readTaskBoard, retryTask } from '#app/tasks.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => readTaskBoard(locals.db, locals.actor);

export const actions: Actions = {
  retry: async ({ locals, request }) => {
    const id = Number((await request.formData()).get('tache'));
    const done = Number.isSafeInteger(id) && (await retryTask(locals.db, locals.actor, id));
    return done ? { done } : fail(409, { done });
  }
};
