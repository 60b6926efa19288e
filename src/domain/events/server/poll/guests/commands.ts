import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, PollGuestId } from '#shared/ids.ts';
import { MOST_GUESTS, pollState } from '../../../poll.ts';
import { traceEvent } from '../../rows/commands.ts';
import { holdPoll } from '../rows/commands.ts';
import { sendInvitations, sendReminders } from '../sending/commands.ts';
import { listCandidates, type Candidate, type Choice } from './queries.ts';

export type GuestsInvited =
  /** `sent`: messages written at once, when people are answering already. */
  | { ok: true; added: number; already: number; sent: number }
  | { ok: false; reason: 'closed' | 'too-many' };

/**
 * Asks people: those of the network, those of types of structure, those of a list. Each once, whatever the number of
 * ways she is named. They are written to when the poll opens, or now when it is open.
 * @throws NotFound, Forbidden
 */
export function inviteGuests(
  db: Database,
  actor: Actor,
  id: EventId,
  choice: Choice,
  now: Date
): Promise<GuestsInvited> {
  return inTransaction(db, async (tx) => {
    const { event, poll } = await holdPoll(tx, actor, id);
    const state = pollState(poll, now);
    if (state === 'closed') return { ok: false, reason: 'closed' };
    const candidates = await listCandidates(tx, event.territory.id, choice);
    const { count } = await tx
      .selectFrom('date_poll_guest')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('poll_id', '=', poll.id)
      .executeTakeFirstOrThrow();
    if (count + candidates.length > MOST_GUESTS) return { ok: false, reason: 'too-many' };
    const added = await insertGuests(tx, poll.id, candidates);
    const sent = state === 'open' ? await sendInvitations(tx, event, poll, now) : 0;
    const target = { kind: 'event', id: event.id, label: event.title };
    await recordAudit(tx, actor, {
      action: 'poll.guests',
      target,
      territory: event.territory.id,
      detail: { added, sent }
    });
    return { ok: true, added, already: candidates.length - added, sent };
  });
}

async function insertGuests(
  tx: Tx,
  poll: number,
  candidates: readonly Candidate[]
): Promise<number> {
  const { rows } = await sql`
    insert into date_poll_guest (poll_id, email, name, person_id, structure_id, profession)
    select ${poll}, email, name, person, structure, profession
    from jsonb_to_recordset(${JSON.stringify(candidates)}::jsonb)
      as one (email text, name text, person uuid, structure bigint, profession text)
    on conflict (poll_id, email) do nothing returning id`.execute(tx);
  return rows.length;
}

/**
 * Takes somebody off, with what she answered; her link serves no more. Taking off who is not there changes nothing.
 * @returns whether it could be done: not once the date is kept.
 * @throws NotFound, Forbidden
 */
export function removeGuest(
  db: Database,
  actor: Actor,
  id: EventId,
  guest: PollGuestId
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const { event, poll } = await holdPoll(tx, actor, id);
    if (poll.status === 'closed') return false;
    await tx
      .deleteFrom('date_poll_guest')
      .where('id', '=', guest)
      .where('poll_id', '=', poll.id)
      .execute();
    await traceEvent(tx, actor, 'poll.guests', event);
    return true;
  });
}

/**
 * Reminds the silent, and only them; those who were written to a few hours ago are left alone.
 * @returns how many were; null when answers are not taken.
 * @throws NotFound, Forbidden
 */
export function remindSilent(
  db: Database,
  actor: Actor,
  id: EventId,
  now: Date
): Promise<number | null> {
  return inTransaction(db, async (tx) => {
    const { event, poll } = await holdPoll(tx, actor, id);
    if (pollState(poll, now) !== 'open') return null;
    const reminded = await sendReminders(tx, event, poll, now);
    await traceEvent(tx, actor, 'poll.remind', event);
    return reminded;
  });
}
