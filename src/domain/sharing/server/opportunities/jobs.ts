import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { ContributionId, TerritoryId } from '#shared/ids.ts';
import { dayOf, REMIND_DAYS } from '../../opportunities.ts';
import { HIDDEN } from '../columns/queries.ts';
import { expiryMail } from './mails.ts';
import { listKeepers } from './queries.ts';

/**
 * Tells those who keep an opportunity that it will soon be shown no more: once for a last day, however many servers run it.
 * One that was written for a few days only is not asked about. @returns messages written.
 */
export async function remindBeforeExpiry(db: Database, now: Date): Promise<number> {
  const today = dayOf(now);
  const { rows } = await sql<{
    id: ContributionId;
    slug: string;
    title: string;
    territory: TerritoryId;
    expiresOn: string;
  }>`
    select c.id, c.slug, c.title, c.territory_id as territory, o.expires_on::text as "expiresOn"
    from contribution c join opportunity o on o.contribution_id = c.id
    where c.status = 'published' and c.removed_at is null and not ${HIDDEN}
      and o.expires_on between ${today}::date and ${today}::date + ${REMIND_DAYS}::int
      and c.published_at < ${now}::timestamptz - make_interval(days => ${REMIND_DAYS})
    order by c.id`.execute(db);
  let written = 0;
  for (const one of rows)
    await inTransaction(db, async (tx) => {
      for (const keeper of await listKeepers(tx, one.id, one.territory))
        if ((await queueMail(tx, expiryMail(keeper, one))) !== null) written += 1;
    });
  return written;
}
