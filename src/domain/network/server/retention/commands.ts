import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  /** A closed wave, with its pairs and answers; what was made of them elsewhere says so itself. */
  wave: async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`
      delete from wave where status = 'closed' and closed_at < ${before}`.execute(tx);
    return Number(numAffectedRows ?? 0);
  }
};
