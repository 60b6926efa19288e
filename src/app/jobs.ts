import type { Jobs } from '#server/jobs/job.ts';
import { sweepThrottle } from '#server/throttle.ts';

/**
 * Every job of the instance: what requests ask for with `addJob`, and what is done by itself. What a domain does is
 * in its `server/…/jobs.ts`; here is its name, its words and its time (of Paris).
 */
export const JOBS: Jobs = {
  'throttle.sweep': {
    label: 'Oublier les compteurs d’essais passés',
    schedule: { daily: '3:20' },
    run: (db) => sweepThrottle(db)
  }
};
