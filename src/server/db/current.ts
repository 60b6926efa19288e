import { connect, type Database } from './connection.ts';
import { Replica } from './replica.ts';

let current: Database | undefined;
let replica: Replica | undefined;

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

/** Opens a replica of the database of this process, for what visitors read. */
export function openReplica(url: string): Replica {
  replica = new Replica(url, database());
  return replica;
}

/** Where to read what may be a few seconds old: the replica as long as it follows, else the database itself. */
export function readingDatabase(): Database {
  return replica?.follows ? replica.db : database();
}

/** Reads the replica no more until it is seen to follow again. */
export function leaveReplica(): void {
  replica?.leave();
}
