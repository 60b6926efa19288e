import { fail } from '@sveltejs/kit';
import { askForBackup, readBackupBoard } from '#app/backup-board.ts';
import { environment } from '#server/env.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  board: await readBackupBoard(locals.db, locals.actor, environment()),
  now: new Date()
});

export const actions: Actions = {
  default: async ({ locals }) => {
    const asked = await askForBackup(locals.db, locals.actor, environment());
    return asked ? { asked } : fail(409, { asked });
  }
};
