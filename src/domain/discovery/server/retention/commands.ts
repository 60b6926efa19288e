import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  /** That somebody was written to, and of how many news: needed to tell nothing twice, for a while. */
  digest: async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`delete from digest where composed_at < ${before}`.execute(
      tx
    );
    return Number(numAffectedRows ?? 0);
  },
  /** Who wrote and who sent the letters; the letters stay. */
  newsletter: async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`
      update newsletter set created_by = null, sent_by = null
      where updated_at < ${before} and coalesce(sent_at, updated_at) < ${before}
        and (created_by is not null or sent_by is not null)`.execute(tx);
    return Number(numAffectedRows ?? 0);
  }
};
