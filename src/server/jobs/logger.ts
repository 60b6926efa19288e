import { Logger } from 'graphile-worker';
import { log } from '#server/log.ts';

/** What graphile-worker says goes with the rest of the log; its small talk is left out. */
export const logger = new Logger(({ taskIdentifier: job, jobId }) => (level, message) => {
  if (level === 'error') log.error({ job, jobId }, message);
  if (level === 'warning') log.warn({ job, jobId }, message);
});
