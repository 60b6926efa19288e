import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Event } from '#domain/events/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { instantOf } from '#shared/dates.ts';
import type { Issue } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import type { DeskInput } from '../../settings.ts';
import { atDesk } from '../places/settling/commands.ts';
import { getDesk } from './queries.ts';

export type DeskOutcome =
  | { readonly ok: true }
  /** stale: somebody else has saved meanwhile. */
  | { readonly ok: false; readonly reason: 'stale' }
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] }
  | SecondReadingRefusal;

/**
 * Settles how an edition takes registrations. What it frees or forbids holds at once: no promotion after the closing.
 * @param said.version - the one that was shown.
 * @throws NotFound, Forbidden
 */
export async function saveDesk(
  executor: Executor,
  actor: Actor,
  id: EventId,
  input: DeskInput,
  said: { readonly version: number; readonly reread: boolean; readonly now: Date }
): Promise<DeskOutcome> {
  const event = await getManagedEventById(executor, actor, id);
  const issues = checkTimes(event, input);
  if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
  const before = await getDesk(executor, id);
  if (input.message !== before.message) {
    const unread = refuseUnread({ message: input.message }, said.reread);
    if (unread) return unread;
  }
  return atDesk(executor, event, said.now, async (tx): Promise<DeskOutcome> => {
    if (!(await writeDesk(tx, event, input, said.version))) return { ok: false, reason: 'stale' };
    await recordAudit(tx, actor, {
      action: 'registrations.settings',
      target: { kind: 'event', id, label: event.title },
      territory: event.place.territory
    });
    return { ok: true };
  });
}

function checkTimes(event: Event, { opensAt, closesAt }: DeskInput): Issue[] {
  if (!event.startsAt) return [];
  const late = (civil: string | null) =>
    civil !== null && instantOf(civil, event.timeZone) > event.startsAt!;
  return [
    ...(late(opensAt)
      ? [{ path: 'opensAt', message: 'Les inscriptions ouvrent avant le début de la rencontre.' }]
      : []),
    ...(late(closesAt)
      ? [{ path: 'closesAt', message: 'Les inscriptions ferment au plus tard au début.' }]
      : [])
  ];
}

async function writeDesk(
  tx: Tx,
  { id, timeZone }: Event,
  { opensAt, closesAt, ...input }: DeskInput,
  version: number
): Promise<boolean> {
  const instant = (civil: string | null) => (civil === null ? null : instantOf(civil, timeZone));
  const result = await tx
    .updateTable('registration_desk')
    .set((eb) => ({
      opens_at: instant(opensAt),
      closes_at: instant(closesAt),
      promotion: input.promotion,
      offer_hours: input.offerHours,
      asks_commune: input.asksCommune,
      asks_meal: input.asksMeal,
      asks_access: input.asksAccess,
      asks_half_days: input.asksHalfDays,
      groups_allowed: input.groupsAllowed,
      list_shared: input.listShared,
      photo_asked: input.photoAsked,
      message: input.message,
      version: eb('version', '+', 1)
    }))
    .where('event_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * Opens the registrations now, or closes them now, whatever had been planned.
 * @returns false when the edition is not announced, has no date, or has begun: there is nothing to open.
 * @throws NotFound, Forbidden
 */
export async function openNow(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { open, now }: { readonly open: boolean; readonly now: Date }
): Promise<boolean> {
  const event = await getManagedEventById(executor, actor, id);
  if (event.status !== 'published' || !event.startsAt || now >= event.startsAt) return false;
  return atDesk(executor, event, now, async (tx) => {
    await sql`
      update registration_desk set version = version + 1,
        opens_at = case when ${open} then ${now}::timestamptz
          else least(opens_at, ${now}::timestamptz - interval '1 second') end,
        closes_at = case when not ${open} then ${now}::timestamptz when closes_at > ${now} then closes_at end
      where event_id = ${id}`.execute(tx);
    await recordAudit(tx, actor, {
      action: open ? 'registrations.open' : 'registrations.close',
      target: { kind: 'event', id, label: event.title },
      territory: event.place.territory
    });
    return true;
  });
}
