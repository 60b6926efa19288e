import { sql } from 'kysely';
import { log } from '#server/log.ts';
import { connect, type Database } from './connection.ts';

/** A replica that is further behind than this is not read; it is looked at as often (ms). */
const LATE_MS = 5000;

/** A streaming replica: what visitors read is asked to it, for as long as it follows. */
export class Replica {
  readonly db: Database;
  readonly #primary: Database;
  #follows = false;
  /** Where the primary was at the last look. */
  #mark: string | null = null;
  readonly #clock: NodeJS.Timeout;

  /** @param url - of the replica. @param primary - what it follows. */
  constructor(url: string, primary: Database) {
    this.db = connect(url);
    this.#primary = primary;
    void this.look();
    this.#clock = setInterval(() => void this.look(), LATE_MS);
    this.#clock.unref();
  }

  /** Whether it has all that was written until the look before the last. */
  get follows(): boolean {
    return this.#follows;
  }

  /** Compares both; never throws: a replica that does not answer is not read. */
  async look(): Promise<void> {
    const mark = this.#mark;
    const [now, follows] = await Promise.all([
      positionOf(this.#primary).catch(() => null),
      hasReplayed(this.db, mark).catch(() => false)
    ]);
    this.#mark = now ?? mark;
    if (follows !== this.#follows)
      log.warn({ follows }, follows ? 'replica follows' : 'replica is behind, or away');
    this.#follows = follows;
  }

  /** It has just failed: it is looked at again before it is read. */
  leave(): void {
    this.#follows = false;
    this.#mark = null;
  }

  async close(): Promise<void> {
    clearInterval(this.#clock);
    this.leave();
    await this.db.destroy();
  }
}

async function positionOf(primary: Database): Promise<string> {
  const { rows } = await sql<{ at: string }>`select pg_current_wal_lsn()::text as at`.execute(
    primary
  );
  return rows[0]!.at;
}

/** A server that is not in recovery is no replica: writing to it would be lost. */
async function hasReplayed(replica: Database, mark: string | null): Promise<boolean> {
  const { rows } = await sql<{ follows: boolean }>`
    select pg_is_in_recovery() and ${mark}::pg_lsn is not null
      and pg_last_wal_replay_lsn() >= ${mark}::pg_lsn as follows`.execute(replica);
  return rows[0]!.follows;
}
