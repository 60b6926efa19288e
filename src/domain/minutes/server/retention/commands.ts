import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  /** Who was to do what; what was to be done, and what came of it, stay. */
  'follow-up': async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`
      update follow_up f set person_id = null, who_label = '', updated_by = '' from event e
      where e.id = f.event_id and coalesce(e.ends_at, e.created_at) < ${before}
        and (f.person_id is not null or f.who_label <> '' or f.updated_by <> '')`.execute(tx);
    await sql`
      update minutes_item i set updated_by = '' from event e
      where e.id = i.event_id and coalesce(e.ends_at, e.created_at) < ${before} and i.updated_by <> ''`.execute(
      tx
    );
    return Number(numAffectedRows ?? 0);
  }
};
