import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { deletePerimeters } from '#domain/territory/server/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, PerimeterId, WorkshopStructureId } from '#shared/ids.ts';
import type { WorkshopStatus } from '../../workshop.ts';
import { lockManaged, traceEvent } from '../rows/commands.ts';

/** The workshop of an edition the actor manages, made when it is first prepared. @throws Forbidden, NotFound */
export async function lockWorkshop(tx: Tx, actor: Actor, event: EventId) {
  const managed = await lockManaged(tx, actor, event);
  await sql`insert into perimeter_workshop (event_id) values (${event}) on conflict do nothing`.execute(
    tx
  );
  return managed;
}

/**
 * Opens the room to writing, or closes it; what was said stays.
 * @throws Forbidden, NotFound
 */
export function setWorkshopStatus(
  executor: Executor,
  actor: Actor,
  event: EventId,
  status: Exclude<WorkshopStatus, 'draft'>,
  now: Date
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const managed = await lockWorkshop(tx, actor, event);
    await sql`
      update perimeter_workshop set status = ${status}, version = version + 1,
        opened_at = case when ${status === 'open'} then coalesce(opened_at, ${now}::timestamptz) else opened_at end,
        closed_at = case when ${status === 'closed'} then ${now}::timestamptz end
      where event_id = ${event} and status <> ${status}`.execute(tx);
    await traceEvent(tx, actor, `workshop.${status}`, managed);
  });
}

/** Makes the link of the room anew: the old one leads nowhere any more. @throws Forbidden, NotFound */
export function renewWorkshopLink(executor: Executor, actor: Actor, event: EventId): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const managed = await lockWorkshop(tx, actor, event);
    await sql`
      update perimeter_workshop set link_version = link_version + 1 where event_id = ${event}`.execute(
      tx
    );
    await traceEvent(tx, actor, 'workshop.link', managed);
  });
}

const MOST_STRUCTURES = 200;

/**
 * Invites structures of the directory to the table; those that are there already stay as they are.
 * @param named - addresses of fiches, or whole names; those that name none, or several, are left out.
 * @returns how many came. @throws Forbidden, NotFound
 */
export function inviteToWorkshop(
  executor: Executor,
  actor: Actor,
  event: EventId,
  named: readonly string[]
): Promise<number> {
  return inTransaction(executor, async (tx) => {
    const managed = await lockWorkshop(tx, actor, event);
    const { rows } = await sql`
      with asked as (select distinct lower(name) as name from unnest(${named.slice(0, MOST_STRUCTURES)}::text[]) as name)
      insert into workshop_structure (event_id, structure_id)
      select ${event}, s.id from structure s
      where s.merged_into is null and s.status = 'active' and (s.slug in (select name from asked)
        or lower(s.name) in (select name from asked)
          and not exists (select from structure o where lower(o.name) = lower(s.name) and o.id <> s.id))
      on conflict do nothing returning id`.execute(tx);
    if (rows.length > 0) await traceEvent(tx, actor, 'workshop.invite', managed);
    return rows.length;
  });
}

export type LeaveOutcome = { ok: true } | { ok: false; reason: 'has-said' };

/**
 * Takes a structure away from the table; one that has said something stays.
 * @throws Forbidden, NotFound
 */
export function removeFromWorkshop(
  executor: Executor,
  actor: Actor,
  event: EventId,
  id: WorkshopStructureId
): Promise<LeaveOutcome> {
  return inTransaction(executor, async (tx) => {
    await lockWorkshop(tx, actor, event);
    const { rows } = await sql<{ perimeter: PerimeterId | null }>`
      delete from workshop_structure o where id = ${id} and event_id = ${event} and perimeter_id is null
        and does = '' and does_not = '' and doubts = ''
        and not exists (select from workshop_case_answer where workshop_structure_id = o.id)
      returning perimeter_id as perimeter`.execute(tx);
    if (rows.length === 0) return { ok: false, reason: 'has-said' };
    await deletePerimeters(
      tx,
      rows.flatMap(({ perimeter }) => perimeter ?? [])
    );
    return { ok: true };
  });
}

export type PointOutcome = { ok: true } | SecondReadingRefusal;

/**
 * Keeps sentences among what remains to settle, once each.
 * @throws Forbidden, NotFound
 */
export function keepPoints(
  executor: Executor,
  actor: Actor,
  event: EventId,
  input: { readonly whats: readonly string[]; readonly reread: boolean }
): Promise<PointOutcome> {
  return inTransaction(executor, async (tx) => {
    await lockWorkshop(tx, actor, event);
    const refusal = refuseUnread({ what: input.whats.join('\n') }, input.reread);
    if (refusal) return refusal;
    await sql`
      insert into workshop_point (event_id, what)
      select ${event}, what from unnest(${[...new Set(input.whats)]}::text[]) as what
      where what <> '' and not exists (
        select from workshop_point p where p.event_id = ${event} and p.what = what.what)`.execute(
      tx
    );
    return { ok: true };
  });
}

/** Says that a point is settled, or is not after all. @throws Forbidden, NotFound */
export function settlePoint(
  executor: Executor,
  actor: Actor,
  event: EventId,
  { id, settled }: { readonly id: number; readonly settled: boolean },
  now: Date
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    await lockWorkshop(tx, actor, event);
    await sql`
      update workshop_point set settled_at = ${settled ? now : null}
      where id = ${id} and event_id = ${event}`.execute(tx);
  });
}
