import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  /** Who was asked when to meet, and what each answered; the date that was kept stays. */
  'poll-guest': async (tx: Tx, before: Date) => {
    const result = await sql`
      delete from date_poll_guest g using date_poll p
      where p.id = g.poll_id and coalesce(p.closed_at, p.closes_at, p.opened_at) < ${before}`.execute(
      tx
    );
    return Number(result.numAffectedRows ?? 0);
  }
};
