import type { LogEvent } from 'kysely';
import { log } from '#server/log.ts';

const LONGEST_STATEMENT = 2000;

let limit = Infinity;

/** From now on, notes the queries of this process that take as long. @param milliseconds - MAILLAGE_SLOW_QUERY_MS. */
export function noteSlowQueries(milliseconds: number): void {
  limit = milliseconds;
}

/** Notes a query above the limit: its statement, never what it was given. */
export function noteSlowQuery({ query, queryDurationMillis }: LogEvent): void {
  if (queryDurationMillis < limit) return;
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
