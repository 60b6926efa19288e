import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  session: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('sign_in_session')
      .where('expires_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  verification: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('sign_in_verification')
      .where('expires_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  audit: async (tx: Tx, before: Date) => {
    const result = await tx.deleteFrom('audit_entry').where('at', '<', before).executeTakeFirst();
    return Number(result.numDeletedRows);
  }
};

/** People with an account who have not come since a date, but who runs the instance and the invented. */
export async function listInactive(tx: Tx, before: Date) {
  const rows = await tx
    .selectFrom('person')
    .select(['id', 'name', 'email', sql<Date>`coalesce(last_seen_at, created_at)`.as('seen')])
    .where(sql<Date>`coalesce(last_seen_at, created_at)`, '<', before)
    .where('administrator', '=', false)
    .where('fictional', '=', false)
    .orderBy('id')
    .execute();
  return rows;
}
