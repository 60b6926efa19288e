import type { Database } from '#server/db/connection.ts';
import { indexEverything, indexStale } from './indexing/commands.ts';

/** Every minute: what changed is found again. */
export function keepSearch(db: Database): Promise<number> {
  return indexStale(db);
}

/** Each night: all is read again, whatever happened to it. */
export function renewSearch(db: Database): Promise<number> {
  return indexEverything(db);
}
