import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  /** Who was kept with whom, or apart from whom: of no use once it is over. Seats are of nobody once names have gone. */
  'table-rule': async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`
      delete from table_plan_rule l using event e
      where e.id = l.event_id and e.ends_at < ${before}`.execute(tx);
    return Number(numAffectedRows ?? 0);
  }
};
