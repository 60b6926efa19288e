import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { civilTime } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { listDeciders } from './arrivals/queries.ts';
import { escalatedMail } from './mails.ts';

/**
 * Gives the animators the proposals that no référent answered in time, and tells them once.
 * @returns how many proposals.
 */
export async function escalateSuggestions(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ territory: TerritoryId | null }>`
      update suggestion set assigned_to = 'animator'
      where status = 'pending' and assigned_to = 'referent' and escalate_at <= ${now}
      returning territory_id as territory`.execute(tx);
    const day = civilTime(now, 'Europe/Paris').slice(0, 10);
    for (const [territory, waiting] of Map.groupBy(rows, (row) => row.territory)) {
      const { people, path } = await listDeciders(tx, territory);
      for (const one of people) {
        const key = `suggestion-escalated:${one.id}:${territory ?? ''}:${day}`;
        await queueMail(tx, escalatedMail(one, { count: waiting.length, path, key }));
      }
    }
    return rows.length;
  });
}
