import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { PollGuestId } from '#shared/ids.ts';
import { NO_SUCH_LINK, pollState, type Answer, type Asked } from '../../../poll.ts';
import { findPollGuestByToken } from '../guests/queries.ts';
import { findPollById } from '../queries.ts';

/** @throws NotFound for a link that is not ours, or serves no more. */
export async function getAsked(db: Executor, token: string, now: Date): Promise<Asked> {
  const guest = await findPollGuestByToken(db, token);
  const poll = guest && (await findPollById(db, guest.poll));
  if (!guest || !poll) throw new NotFound(NO_SUCH_LINK);
  const [own, slots] = await Promise.all([
    readGuest(db, guest.id),
    readSlots(db, guest.id, poll.id)
  ]);
  const { cancelled, ...mine } = own;
  return {
    guest: guest.id,
    ...mine,
    message: poll.message,
    state: cancelled ? 'cancelled' : pollState(poll, now),
    closesAt: poll.closesAt,
    slots: poll.slots.map((slot) => {
      const found = slots.get(slot.id);
      const others = { yes: found?.yes ?? 0, ifNeeded: found?.ifNeeded ?? 0 };
      return { ...slot, mine: found?.mine ?? null, others: poll.tallyShown ? others : null };
    })
  };
}

type Own = Pick<Asked, 'name' | 'event' | 'answeredAt' | 'comment'> & { cancelled: boolean };

async function readGuest(db: Executor, guest: PollGuestId): Promise<Own> {
  const { rows } = await sql<Own>`
    select g.name, g.answered_at as "answeredAt", g.comment, e.status = 'cancelled' as cancelled,
      json_build_object('id', e.id, 'title', e.title, 'timeZone', e.time_zone, 'territory', t.name,
        'place', concat_ws(', ', nullif(e.venue_name, ''), c.name)) as event
    from date_poll_guest g
    join date_poll p on p.id = g.poll_id
    join event e on e.id = p.event_id
    join territory t on t.id = e.territory_id
    left join commune c on c.code = e.venue_commune_code
    where g.id = ${guest}`.execute(db);
  if (!rows[0]) throw new NotFound(NO_SUCH_LINK);
  return rows[0];
}

interface SlotRow {
  slot: number;
  mine: Answer | null;
  yes: number;
  ifNeeded: number;
}

async function readSlots(
  db: Executor,
  guest: PollGuestId,
  poll: number
): Promise<Map<number, SlotRow>> {
  const { rows } = await sql<SlotRow>`
    select s.id as slot,
      max(a.answer) filter (where a.guest_id = ${guest}) as mine,
      (count(*) filter (where a.guest_id <> ${guest} and a.answer = 'yes'))::int as yes,
      (count(*) filter (where a.guest_id <> ${guest} and a.answer = 'if-needed'))::int as "ifNeeded"
    from date_poll_slot s left join date_poll_answer a on a.slot_id = s.id
    where s.poll_id = ${poll} group by s.id`.execute(db);
  return new Map(rows.map((row) => [row.slot, row]));
}
