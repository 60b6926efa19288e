import { readHealth } from '#app/health.ts';
import { environment } from '#server/env.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  health: await readHealth(locals.db, locals.actor, environment()),
  now: new Date()
});
