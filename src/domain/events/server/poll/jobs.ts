import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';
import { REMIND_DAYS_BEFORE } from '../../poll.ts';
import { findEventById } from '../queries.ts';
import { findPoll } from './queries.ts';
import { sendReminders } from './sending/commands.ts';

/**
 * Reminds the silent of the polls that close within three days, once a poll. Each in its own transaction: run again,
 * or twice at once, it writes nothing twice.
 * @returns messages written.
 */
export async function remindBeforeClosing(db: Database, now: Date): Promise<number> {
  const soon = new Date(now.getTime() + REMIND_DAYS_BEFORE * 86_400_000);
  const { rows } = await sql<{ id: number }>`
    select id from date_poll where status = 'open' and closing_reminded_at is null
      and closes_at > ${now} and closes_at <= ${soon} order by id`.execute(db);
  let written = 0;
  for (const { id } of rows) written += await remindOne(db, id, now);
  return written;
}

function remindOne(db: Database, poll: number, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ event: EventId }>`
      update date_poll set closing_reminded_at = ${now}
      where id = ${poll} and status = 'open' and closing_reminded_at is null and closes_at > ${now}
      returning event_id as event`.execute(tx);
    const event = rows[0] && (await findEventById(tx, rows[0].event));
    if (!event || event.status === 'cancelled') return 0;
    return sendReminders(tx, event, (await findPoll(tx, event.id))!, now);
  });
}
