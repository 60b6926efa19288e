import type { Tx } from '#server/db/connection.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  membership: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('membership')
      .where('status', 'in', ['refused', 'left'])
      .where('decided_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
};
