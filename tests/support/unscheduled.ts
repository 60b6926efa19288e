import type { Jobs } from '#server/jobs/job.ts';

/**
 * The same jobs, done when they are asked for and never by themselves: browser tests that run at ten past seven must
 * see what they see at noon.
 */
export function unscheduled(jobs: Jobs): Jobs {
  return Object.fromEntries(
    Object.entries(jobs).map(([name, { label, run }]) => [name, { label, run }])
  );
}
