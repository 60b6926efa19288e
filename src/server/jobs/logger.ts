import { Logger } from 'graphile-worker';
import { log, withoutQuotes } from '#server/log.ts';

/**
 * What graphile-worker says goes with the rest of the log; its small talk is left out, and so is what it repeats of an
 * error, which is told as the others are.
 */
export const logger = new Logger(({ taskIdentifier: job, jobId }) => (level, message, meta) => {
  if (level !== 'error' && level !== 'warning') return;
  const said = withoutQuotes(message.replace(/ with error .*/s, ''));
  const line = { job, jobId, ...(meta['error'] ? { err: meta['error'] } : {}) };
  if (level === 'error') log.error(line, said);
  else log.warn(line, said);
});
