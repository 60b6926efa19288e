import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import { NO_SUCH_LINK, pollState, type Answer } from '../../../poll.ts';
import { findPollGuestByToken } from '../guests/queries.ts';
import { findPollById } from '../queries.ts';

export type Answered =
  | { ok: true }
  /** missing: the slots without an answer. */
  | { ok: false; reason: 'missing'; missing: readonly number[] }
  | { ok: false; reason: 'closed' }
  | SecondReadingRefusal;

/**
 * What the holder of a link can do on each date: written whole, over what she had answered. It waits for whoever is
 * closing the poll, and is then refused: an answer is counted, or its author is told that it is too late.
 * @param input.answers - by slot. Those of no slot of this poll are left out.
 * @throws NotFound for a link that is not ours, or serves no more.
 */
export function answerPoll(
  db: Database,
  token: string,
  input: { answers: ReadonlyMap<number, Answer>; comment: string; reread: boolean },
  now: Date
): Promise<Answered> {
  return inTransaction(db, async (tx) => {
    const guest = await findPollGuestByToken(tx, token);
    if (!guest) throw new NotFound(NO_SUCH_LINK);
    await sql`select from date_poll where id = ${guest.poll} for share`.execute(tx);
    await holdGuest(tx, guest.id);
    const poll = await findPollById(tx, guest.poll);
    if (!poll || pollState(poll, now) !== 'open' || (await isCancelled(tx, poll.id)))
      return { ok: false, reason: 'closed' };
    const missing = poll.slots.filter(({ id }) => !input.answers.has(id)).map(({ id }) => id);
    if (missing.length > 0) return { ok: false, reason: 'missing', missing };
    const unread = refuseUnread({ comment: input.comment }, input.reread);
    if (unread) return unread;
    await sql`
      insert into date_poll_answer (guest_id, slot_id, answer)
      select ${guest.id}, slot, answer
      from jsonb_to_recordset(${JSON.stringify(
        poll.slots.map(({ id }) => ({ slot: id, answer: input.answers.get(id) }))
      )}::jsonb) as one (slot bigint, answer text)
      on conflict (guest_id, slot_id) do update set answer = excluded.answer`.execute(tx);
    await tx
      .updateTable('date_poll_guest')
      .set({ answered_at: now, comment: input.comment })
      .where('id', '=', guest.id)
      .execute();
    return { ok: true };
  });
}

/** Two tabs at once: the answers of one, whole, not some of each. */
async function holdGuest(tx: Tx, guest: number): Promise<void> {
  const { rows } = await sql`select from date_poll_guest where id = ${guest} for update`.execute(
    tx
  );
  if (rows.length === 0) throw new NotFound(NO_SUCH_LINK);
}

async function isCancelled(tx: Tx, poll: number): Promise<boolean> {
  const { rows } = await sql`
    select from event e join date_poll p on p.event_id = e.id
    where p.id = ${poll} and e.status = 'cancelled'`.execute(tx);
  return rows.length > 0;
}
