/** Writing to the guests of a poll, each by a message of her own, in the transaction of its cause. */
import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { Event } from '../../../model.ts';
import { REMIND_AGAIN_AFTER_HOURS, type Poll, type Slot } from '../../../poll.ts';
import { refusesPolls } from '../guests/queries.ts';
import { dateFixedMail, invitationMail, reminderMail, type Addressee } from '../mails.ts';

const ADDRESSEE = sql`g.id, g.email, g.name, g.link_version as "linkVersion"`;

/** Asks those who were not asked yet. @returns how many. */
export async function sendInvitations(
  tx: Tx,
  event: Event,
  poll: Poll,
  now: Date
): Promise<number> {
  const { rows } = await sql<Addressee>`
    update date_poll_guest g set asked_at = ${now}
    where g.poll_id = ${poll.id} and g.asked_at is null and not ${refusesPolls(sql.ref('g.email'))}
    returning ${ADDRESSEE}`.execute(tx);
  for (const guest of rows) await queueMail(tx, invitationMail(event, poll, guest));
  return rows.length;
}

/**
 * Reminds those who were asked and are silent, unless it was done a few hours ago: the same click twice, or two
 * animators at once, is one message.
 * @returns how many.
 */
export async function sendReminders(tx: Tx, event: Event, poll: Poll, now: Date): Promise<number> {
  const quietSince = new Date(now.getTime() - REMIND_AGAIN_AFTER_HOURS * 3_600_000);
  const { rows } = await sql<Addressee>`
    update date_poll_guest g set reminded_at = ${now}
    where g.poll_id = ${poll.id} and g.asked_at <= ${quietSince} and g.answered_at is null
      and (g.reminded_at is null or g.reminded_at <= ${quietSince})
      and not ${refusesPolls(sql.ref('g.email'))}
    returning ${ADDRESSEE}`.execute(tx);
  const round = now.toISOString().slice(0, 10);
  for (const guest of rows) await queueMail(tx, reminderMail(event, poll, guest, round));
  return rows.length;
}

/** Tells everybody who was asked which date was kept. @returns how many. */
export async function sendDate(tx: Tx, event: Event, poll: Poll, chosen: Slot): Promise<number> {
  const { rows } = await sql<Addressee>`
    select ${ADDRESSEE} from date_poll_guest g
    where g.poll_id = ${poll.id} and g.asked_at is not null
      and not ${refusesPolls(sql.ref('g.email'))}
    order by g.id`.execute(tx);
  for (const guest of rows) await queueMail(tx, dateFixedMail(event, poll, chosen, guest));
  return rows.length;
}
