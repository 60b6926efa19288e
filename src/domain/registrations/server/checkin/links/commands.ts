import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Event } from '#domain/events/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { CheckinLinkId, EventId } from '#shared/ids.ts';
import { daysOf } from '../../../checkin/days.ts';

export type OpenLinkOutcome =
  | { readonly ok: true; readonly link: CheckinLinkId }
  /** other-day: the edition is not held that day. */
  | { readonly ok: false; readonly reason: 'other-day' | 'too-many' };

/** More doors than any edition has. */
const MOST_LINKS = 40;

/**
 * Makes a link for volunteers, for one day of an edition.
 * @param input.day - `YYYY-MM-DD`, a day of the edition.
 * @throws NotFound, Forbidden
 */
export async function openCheckinLink(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { day, label }: { readonly day: string; readonly label: string }
): Promise<OpenLinkOutcome> {
  const event = await getManagedEventById(executor, actor, id);
  if (!daysOf(event, event.timeZone).includes(day)) return { ok: false, reason: 'other-day' };
  return inTransaction(executor, async (tx): Promise<OpenLinkOutcome> => {
    const { rows } = await sql<{ id: CheckinLinkId }>`
      insert into checkin_link (event_id, day, label, created_by)
      select ${id}, ${day}::date, ${label.trim().slice(0, 60)}, ${actor.kind === 'person' ? actor.id : null}::uuid
      where (select count(*) from checkin_link where event_id = ${id}) < ${MOST_LINKS}
      returning id`.execute(tx);
    const link = rows[0]?.id;
    if (link === undefined) return { ok: false, reason: 'too-many' };
    await record(tx, actor, event, 'checkin.open', { link, day });
    return { ok: true, link };
  });
}

/**
 * Ends a link at once: the telephones that hold the list erase it when they next meet the network or when its day has
 * passed, and what they had not sent is refused.
 * @throws NotFound, Forbidden
 */
export async function revokeCheckinLink(
  executor: Executor,
  actor: Actor,
  id: EventId,
  link: CheckinLinkId,
  now: Date
): Promise<void> {
  const event = await getManagedEventById(executor, actor, id);
  await inTransaction(executor, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('checkin_link')
      .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(now)) }))
      .where('id', '=', link)
      .where('event_id', '=', id)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new NotFound(NO_SUCH_LINK);
    await record(tx, actor, event, 'checkin.revoke', { link });
  });
}

/**
 * Makes a link again: the address before serves no more, the new one serves.
 * @throws NotFound, Forbidden
 */
export async function renewCheckinLink(
  executor: Executor,
  actor: Actor,
  id: EventId,
  link: CheckinLinkId
): Promise<void> {
  const event = await getManagedEventById(executor, actor, id);
  await inTransaction(executor, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('checkin_link')
      .set((eb) => ({ revoked_at: null, link_version: eb('link_version', '+', 1) }))
      .where('id', '=', link)
      .where('event_id', '=', id)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new NotFound(NO_SUCH_LINK);
    await record(tx, actor, event, 'checkin.renew', { link });
  });
}

const NO_SUCH_LINK = 'Ce lien d’accueil n’existe plus.';

async function record(
  executor: Executor,
  actor: Actor,
  event: Event,
  action: string,
  detail: Record<string, unknown>
): Promise<void> {
  await recordAudit(executor, actor, {
    action,
    target: { kind: 'event', id: event.id, label: event.title },
    territory: event.place.territory,
    detail
  });
}
