import { connect, type Database } from './connection.ts';

let current: Database | undefined;

/** Opens the database of this process; called once by the entry (`server.ts`, the command line, tests). */
export function openDatabase(url: string): Database {
  current = connect(url);
  return current;
}

/**
 * The database of this process. In development Vite loads its own copy of this module, so the pool is
 * opened there at the first use, from `DATABASE_URL` set by `scripts/dev.ts`.
 */
export function database(): Database {
  const url = process.env['DATABASE_URL'];
  if (!current && url) current = connect(url);
  if (!current) throw new Error('openDatabase() has not been called');
  return current;
}
