/** What a workshop left to settle becomes what somebody is to do. */
import { sql } from 'kysely';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';
import { lockMinutes, touchMinutes, traceMinutes } from '../writing/commands.ts';
import { listPointsToTakeUp } from './queries.ts';

export type TakenUp =
  | { readonly ok: true; readonly taken: number }
  | { readonly ok: false; readonly reason: 'validated' };

/**
 * Adds all that the workshop left to settle to what is to be done, given to nobody yet; done twice, or by two people at
 * once, it adds nothing more. These words were read again when they were kept.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export function takeUpPoints(executor: Executor, actor: Actor, id: EventId): Promise<TakenUp> {
  return inTransaction<TakenUp>(executor, async (tx) => {
    const { event, minutes } = await lockMinutes(tx, actor, id);
    if (minutes.status === 'validated') return { ok: false, reason: 'validated' };
    const points = await listPointsToTakeUp(tx, id);
    if (points.length === 0) return { ok: true, taken: 0 };
    await sql`
      insert into follow_up (event_id, what, position, updated_by)
      select ${id}, p.what, p.at + (select coalesce(max(position), 0) from follow_up where event_id = ${id}),
        ${actorLabel(actor)}
      from unnest(${points}::text[]) with ordinality as p (what, at)`.execute(tx);
    await touchMinutes(tx, actor, id);
    await traceMinutes(tx, actor, 'minutes.write', event, { points: points.length });
    return { ok: true, taken: points.length };
  });
}
