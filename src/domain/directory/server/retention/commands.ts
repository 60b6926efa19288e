import type { Tx } from '#server/db/connection.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  relay: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('relay_message')
      .where('created_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  invitation: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('invitation')
      .where((eb) =>
        eb.or([
          eb('expires_at', '<', before),
          eb('accepted_at', '<', before),
          eb('withdrawn_at', '<', before)
        ])
      )
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  request: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('join_request')
      .where('expires_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  suggestion: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('suggestion')
      .where('status', '<>', 'pending')
      .where('decided_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  draft: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('structure_draft')
      .where('updated_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  confirmation: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('confirmation_request')
      .where('answered_at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  history: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('structure_history')
      .where('at', '<', before)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  },
  import: async (tx: Tx, before: Date) => {
    const result = await tx
      .deleteFrom('import_batch')
      .where('created_at', '<', before)
      .where('status', '<>', 'reading')
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
};
