import pino from 'pino';

/** What the operator's tools read: one JSON line per event on stderr, without personal data or query strings. */
export const log = pino(
  { base: null, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ dest: 2, sync: true })
);
