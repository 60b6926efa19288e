import type { LogEvent } from 'kysely';
import { environment } from '#server/env.ts';
import { log } from '#server/log.ts';

const LONGEST_STATEMENT = 2000;

/** Notes a query above the limit of MAILLAGE_SLOW_QUERY_MS: its statement, never what it was given. */
export function noteSlowQuery({ query, queryDurationMillis }: LogEvent): void {
  if (queryDurationMillis < environment().slowQuery) return;
  log.info({ ms: Math.round(queryDurationMillis), statement: readable(query.sql) }, 'slow query');
}

/** On one line, without the texts that the statement itself quotes. */
function readable(statement: string): string {
  return statement
    .replaceAll(/'(?:[^']|'')*'/g, '…')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_STATEMENT);
}
