/** What somebody who is named, and not registered, does by her link: as a host does from « ma place ». */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Event } from '#domain/events/model.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { InterviewHostId, InterviewSlotId } from '#shared/ids.ts';
import {
  namedHostShut,
  type InterviewHostInput,
  type InterviewRange,
  type Shut
} from '../../../interviews.ts';
import { deskTransaction } from '../../places/settling/commands.ts';
import { addSlots, takeBack, type RemovalOutcome, type SlotsOutcome } from '../hosting/commands.ts';
import { getInterviewRules } from '../queries.ts';
import { withdrawHosts } from '../release/commands.ts';
import { findHostByToken } from './queries.ts';

interface HostTurn {
  readonly tx: Tx;
  readonly event: Event;
  readonly host: InterviewHostId;
  /** Why she gives nothing now; null when she does. */
  readonly shut: Shut | null;
}

const NO_LINK = 'Ce lien ne sert pas, ou ne sert plus.';

/** Her link, then the one lock of the edition; whether it still serves is read again under it. @throws NotFound */
async function atHostDesk<T>(
  db: Executor,
  token: string,
  now: Date,
  act: (turn: HostTurn) => Promise<T>
): Promise<T> {
  const found = await findHostByToken(db, token);
  if (!found) throw new NotFound(NO_LINK);
  return deskTransaction(db, found.event, async (tx) => {
    await sql`select lock_desk(${found.event})`.execute(tx);
    const event = await findEventById(tx, found.event);
    if (!event || !(await findHostByToken(tx, token))) throw new NotFound(NO_LINK);
    const rules = await getInterviewRules(tx, event.id);
    return act({ tx, event, host: found.id, shut: namedHostShut({ rules, event, now }) });
  });
}

interface Closed {
  readonly ok: false;
  readonly reason: Shut;
}

/** Changes what internes read of her. @throws NotFound when the link serves no more. */
export function saveNamedCard(
  db: Executor,
  token: string,
  { place, description }: InterviewHostInput,
  { reread, now }: { reread: boolean; now: Date }
): Promise<{ readonly ok: true } | Closed | SecondReadingRefusal> {
  return atHostDesk(db, token, now, async ({ tx, host, shut }) => {
    if (shut) return { ok: false, reason: shut } as const;
    const unread = refuseUnread({ place, description }, reread);
    if (unread) return unread;
    await tx
      .updateTable('interview_host')
      .set({ place, description })
      .where('id', '=', host)
      .execute();
    return { ok: true } as const;
  });
}

/** Adds the slots of a range to those she gives already. @throws NotFound when the link serves no more. */
export function offerNamedSlots(
  db: Executor,
  token: string,
  range: InterviewRange,
  { now }: { now: Date }
): Promise<SlotsOutcome | Closed> {
  return atHostDesk<SlotsOutcome | Closed>(db, token, now, async ({ tx, event, host, shut }) =>
    shut ? { ok: false, reason: shut } : addSlots(tx, event, host, { range, now })
  );
}

/**
 * Takes back a moment she gives, until it begins.
 * @param asked.evenTaken - also when somebody has booked it, who is told. @throws NotFound when the link serves no more.
 */
export function removeNamedSlot(
  db: Executor,
  token: string,
  asked: { readonly slot: InterviewSlotId; readonly evenTaken: boolean },
  { now }: { now: Date }
): Promise<RemovalOutcome> {
  return atHostDesk(db, token, now, ({ tx, event, host }) =>
    takeBack(tx, event, { ...asked, host }, now)
  );
}

/** Gives nothing any more, and her link serves no more: who had booked is told. Twice is as once. */
export async function stopNamedHosting(
  db: Executor,
  token: string,
  { now }: { now: Date }
): Promise<void> {
  if (!(await findHostByToken(db, token))) return;
  await atHostDesk(db, token, now, ({ tx, host }) => withdrawHosts(tx, [host], now));
}
