import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { CheckinLinkId } from '#shared/ids.ts';
import type { Batch } from '../../../checkin/model.ts';

/** A link is shared by a team, not by a town. */
const MOST_DEVICES = 60;

/**
 * Notes that a telephone was seen, and what it says it still has to send.
 * @returns its number; null when the link knows enough of them, or when it is another link's: its gestures are taken,
 * without saying whose.
 */
export async function writeDevice(
  executor: Executor,
  link: CheckinLinkId,
  { id, name, pending }: Batch['device'],
  now: Date
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into checkin_device (id, link_id, name, first_seen_at, last_seen_at, pending)
    select ${id}::uuid, ${link}, ${name}, ${now}, ${now}, ${pending}
    where exists (select from checkin_device where id = ${id}::uuid)
      or (select count(*) from checkin_device where link_id = ${link}) < ${MOST_DEVICES}
    on conflict (id) do update set name = excluded.name, last_seen_at = excluded.last_seen_at,
      pending = excluded.pending
    where checkin_device.link_id = excluded.link_id
    returning id`.execute(executor);
  return rows[0]?.id ?? null;
}
