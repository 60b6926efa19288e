import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { listDeciders } from './arrivals/queries.ts';
import { escalatedMail } from './mails.ts';

/**
 * Gives the animators the proposals that no référent answered in time, and tells them once.
 * @returns how many proposals.
 */
export async function escalateSuggestions(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: number; territory: TerritoryId | null }>`
      update suggestion set assigned_to = 'animator'
      where status = 'pending' and assigned_to = 'referent' and escalate_at <= ${now}
      returning id, territory_id as territory`.execute(tx);
    for (const [territory, waiting] of Map.groupBy(rows, (row) => row.territory)) {
      // A proposal is given once: the last of them tells apart two rounds, whatever their day.
      const last = Math.max(...waiting.map(({ id }) => id));
      const { people, path } = await listDeciders(tx, territory);
      for (const one of people) {
        const key = `suggestion-escalated:${one.id}:${last}`;
        await queueMail(tx, escalatedMail(one, { count: waiting.length, path, key }));
      }
    }
    return rows.length;
  });
}
