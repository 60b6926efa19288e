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
  },
  /** What was said aloud in a workshop on perimeters; what structures drew and settled stays. */
  workshop: async (tx: Tx, before: Date) => {
    const comments = await sql`
      update workshop_case_answer a set comment = '' from workshop_case c join event e on e.id = c.event_id
      where c.id = a.case_id and coalesce(e.ends_at, e.created_at) < ${before} and a.comment <> ''`.execute(
      tx
    );
    const doubts = await sql`
      update workshop_structure w set doubts = '', applied_by = '' from event e
      where e.id = w.event_id and coalesce(e.ends_at, e.created_at) < ${before}
        and (w.doubts <> '' or w.applied_by <> '')`.execute(tx);
    const points = await sql`
      delete from workshop_point p using event e
      where e.id = p.event_id and coalesce(e.ends_at, e.created_at) < ${before}`.execute(tx);
    return [comments, doubts, points].reduce(
      (sum, one) => sum + Number(one.numAffectedRows ?? 0),
      0
    );
  }
};
