/** What is said of an edition as a whole: its summary, and when people meet again. */
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';
import { joined, type Minutes } from '../model.ts';
import { listPossibleNext } from './queries.ts';
import { lockMinutes, touchMinutes, traceMinutes } from './writing/commands.ts';

/** `conflict`: somebody wrote meanwhile; both texts are to be read before one is kept. */
export type Said =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'validated' }
  | { readonly ok: false; readonly reason: 'unknown-event' }
  | { readonly ok: false; readonly reason: 'conflict'; readonly theirs: Minutes }
  | SecondReadingRefusal;

interface Saying {
  /** Of the text as it was read. */
  readonly stamp: string;
  readonly reread?: boolean;
  /** Keeps what is there, and adds what was typed. */
  readonly join?: boolean;
}

/** @throws NotFound, Forbidden unless the actor manages the edition. */
export function saveSummary(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { summary, stamp, reread = false, join = false }: Saying & { readonly summary: string }
): Promise<Said> {
  return inTransaction(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.status === 'validated') return { ok: false, reason: 'validated' };
    if (minutes.summary === summary) return { ok: true };
    const unread = refuseUnread({ summary }, reread);
    if (unread) return unread;
    if (isStale(stamp, minutes.summaryStamp, minutes.summary === ''))
      return { ok: false, reason: 'conflict', theirs: minutes };
    await tx
      .updateTable('minutes')
      .set({ summary: join ? joined(minutes.summary, summary) : summary })
      .where('event_id', '=', id)
      .execute();
    await touchMinutes(tx, actor, id);
    await traceMinutes(tx, actor, 'minutes.write', event);
    return { ok: true };
  });
}

/**
 * When people meet again: in words, or an edition of the same network.
 * @returns unknown-event: another network’s, or one before. @throws NotFound, Forbidden unless the actor manages it.
 */
export function saveNext(
  executor: Executor,
  actor: Actor,
  id: EventId,
  {
    words,
    event: next,
    stamp,
    reread = false
  }: Saying & { readonly words: string; readonly event: number | null }
): Promise<Said> {
  return inTransaction(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.status === 'validated') return { ok: false, reason: 'validated' };
    const before = minutes.nextEvent?.id ?? null;
    if (minutes.nextMeeting === words && before === next) return { ok: true };
    const unread = refuseUnread({ words }, reread);
    if (unread) return unread;
    const isBlank = minutes.nextMeeting === '' && before === null;
    if (isStale(stamp, minutes.nextStamp, isBlank))
      return { ok: false, reason: 'conflict', theirs: minutes };
    if (
      next !== null &&
      next !== before &&
      !(await listPossibleNext(tx, id)).some((one) => one.id === next)
    )
      return { ok: false, reason: 'unknown-event' };
    await tx
      .updateTable('minutes')
      .set({ next_meeting: words, next_event_id: next })
      .where('event_id', '=', id)
      .execute();
    await touchMinutes(tx, actor, id);
    await traceMinutes(tx, actor, 'minutes.write', event);
    return { ok: true };
  });
}

/** Nothing was there to be read: before the first word there was no stamp either. */
function isStale(seen: string, now: string, isBlank: boolean): boolean {
  return seen !== now && !(isBlank && seen === '');
}
