/** What happens to an edition as a whole: it is opened, changed, published, cancelled, or given up as a draft. */
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { instantOf } from '#shared/dates.ts';
import type { EventId, TerritoryId } from '#shared/ids.ts';
import {
  isGone,
  missingToPublish,
  proposeHalfDays,
  slugOf,
  type CivilWhen,
  type Requirement
} from '../edition.ts';
import type { EventInput, NewEvent } from '../forms.ts';
import type { Event } from '../model.ts';
import { getManagedEventById } from './queries.ts';
import {
  assertMayCreate,
  freeEditionSlug,
  insertHalfDays,
  lockManaged,
  traceEvent
} from './rows/commands.ts';
import { settleSeries, type SeriesChoice } from './series/commands.ts';

export type Created = { ok: true; id: EventId; slug: string } | { ok: false; reason: 'past' };

export interface NewEdition extends NewEvent {
  readonly territory: TerritoryId;
  readonly series: SeriesChoice;
  readonly timeZone?: string;
  /** Kept for memory: it may be in the past. */
  readonly alreadyHeld?: boolean;
  readonly fictional?: boolean;
}

/**
 * Opens an edition as a draft, with its half-days proposed when it has a date.
 * @returns past: its date is gone, and nothing says that it was held.
 * @throws Forbidden unless the actor leads the network of the territory. NotFound: a series of another territory.
 */
export async function createEvent(
  executor: Executor,
  actor: Actor,
  input: NewEdition,
  now: Date
): Promise<Created> {
  assertMayCreate(actor, input.territory);
  const zone = input.timeZone ?? 'Europe/Paris';
  if (isGone(input.when, zone, now) && !input.alreadyHeld) return { ok: false, reason: 'past' };
  return inTransaction(executor, async (tx) => {
    const series = await settleSeries(tx, actor, input.series, input.territory);
    const slug = await freeEditionSlug(tx, 'event', slugOf(input.title, yearOf(input.when)));
    const { id } = await tx
      .insertInto('event')
      .values({
        territory_id: input.territory,
        series_id: series,
        slug,
        kind: input.kind,
        title: input.title,
        starts_at: input.when && instantOf(input.when.start, zone),
        ends_at: input.when && instantOf(input.when.end, zone),
        time_zone: zone,
        fictional: input.fictional ?? false,
        created_by: actor.kind === 'person' ? actor.id : null
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const event = { id: id as EventId, title: input.title, territory: { id: input.territory } };
    if (input.when) await insertHalfDays(tx, event.id, proposeHalfDays(input.when), zone);
    await traceEvent(tx, actor, 'event.create', event);
    return { ok: true, id: event.id, slug };
  });
}

const yearOf = (when: CivilWhen | null) => when?.start.slice(0, 4) ?? null;

export type Updated =
  | { ok: true; version: number }
  /** Somebody else saved meanwhile: what she left is in the database, what was typed is with the caller. */
  | { ok: false; reason: 'changed'; theirs: Event }
  | SecondReadingRefusal;

/**
 * Writes what is said of an edition, whole. Its calendars follow when it is known to people already.
 * @param change.version - the version that was read before changing it.
 * @throws NotFound, Forbidden
 */
export async function updateEvent(
  executor: Executor,
  actor: Actor,
  id: EventId,
  change: { input: EventInput; version: number; reread?: boolean }
): Promise<Updated> {
  const { input } = change;
  const unread = refuseUnread(freeTextsOf(input), change.reread ?? false);
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, id);
    if (event.version !== change.version) return { ok: false, reason: 'changed', theirs: event };
    if (unread) return unread;
    const version = event.version + 1;
    await tx
      .updateTable('event')
      .set({
        ...columnsOf(input),
        version,
        updated_at: new Date(),
        calendar_sequence: event.calendarSequence + (showsInCalendars(event, input) ? 1 : 0)
      })
      .where('id', '=', id)
      .execute();
    await traceEvent(tx, actor, 'event.update', event);
    return { ok: true, version };
  });
}

function freeTextsOf({
  summary,
  description,
  intendedFor,
  access,
  lodging,
  declaredSource
}: EventInput) {
  return { summary, description, intendedFor, ...access, lodging, declaredSource };
}

function columnsOf({ venue, access, ...input }: EventInput) {
  return {
    title: input.title,
    kind: input.kind,
    visibility: input.visibility,
    summary: input.summary,
    description: input.description,
    intended_for: input.intendedFor,
    organiser_id: input.organiser,
    contact_name: input.contactName,
    contact_phone: input.contactPhone,
    venue_name: venue.name,
    venue_address: venue.address,
    venue_postal_code: venue.postalCode,
    venue_commune_code: venue.commune,
    online_url: venue.onlineUrl,
    access_walk: access.walk,
    access_bus: access.bus,
    access_car: access.car,
    access_reduced_mobility: access.reducedMobility,
    lodging: input.lodging,
    declared_participants: input.declaredParticipants,
    declared_source: input.declaredSource
  };
}

/** Whether a change shows in a calendar that holds the edition: its title, its place. */
function showsInCalendars({ title, venue, status }: Event, input: EventInput): boolean {
  const place = (one: EventInput['venue'] | Event['venue']) =>
    [one.name, one.address, one.postalCode, one.onlineUrl].join('\n');
  return status !== 'draft' && (title !== input.title || place(venue) !== place(input.venue));
}

export type Published =
  | { ok: true }
  | { ok: false; reason: 'missing'; missing: Requirement[] }
  | { ok: false; reason: 'cancelled' };

/**
 * Shows an edition to those it is for. Publishing twice changes nothing.
 * @returns missing: what it cannot do without.
 * @throws NotFound, Forbidden
 */
export function publishEvent(
  executor: Executor,
  actor: Actor,
  id: EventId,
  now: Date
): Promise<Published> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, id);
    if (event.status === 'cancelled') return { ok: false, reason: 'cancelled' };
    if (event.status === 'published') return { ok: true };
    const missing = missingToPublish(event);
    if (missing.length > 0) return { ok: false, reason: 'missing', missing };
    await tx
      .updateTable('event')
      .set({ status: 'published', published_at: now, updated_at: now, version: event.version + 1 })
      .where('id', '=', id)
      .execute();
    await traceEvent(tx, actor, 'event.publish', event);
    return { ok: true };
  });
}

export type Cancelled =
  { ok: true } | { ok: false; reason: 'draft' | 'already' } | SecondReadingRefusal;

/**
 * Cancels an edition that people know of; its page stays and says so. Writing to people is for the caller, in the same
 * transaction.
 * @returns draft: nobody knows of it, it is to be deleted.
 * @throws NotFound, Forbidden
 */
export async function cancelEvent(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { reason, reread = false }: { reason: string; reread?: boolean },
  now: Date
): Promise<Cancelled> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, id);
    if (event.status === 'draft') return { ok: false, reason: 'draft' };
    if (event.status === 'cancelled') return { ok: false, reason: 'already' };
    const unread = refuseUnread({ reason }, reread);
    if (unread) return unread;
    await tx
      .updateTable('event')
      .set({
        status: 'cancelled',
        cancelled_at: now,
        cancel_reason: reason,
        calendar_sequence: event.calendarSequence + 1,
        updated_at: now,
        version: event.version + 1
      })
      .where('id', '=', id)
      .execute();
    await traceEvent(tx, actor, 'event.cancel', event);
    return { ok: true };
  });
}

/**
 * Gives up a draft, with all that was prepared. @returns whether it was one.
 * @throws NotFound, Forbidden
 */
export function deleteDraft(executor: Executor, actor: Actor, id: EventId): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, id);
    if (event.status !== 'draft') return false;
    await tx.deleteFrom('event').where('id', '=', id).execute();
    await traceEvent(tx, actor, 'event.delete', event);
    return true;
  });
}

/**
 * Places in all; null: as many as come. The database refuses fewer than are taken: ask before, under the lock of the
 * desk.
 * @throws NotFound, Forbidden
 */
export function setCapacity(
  executor: Executor,
  actor: Actor,
  id: EventId,
  capacity: number | null
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, id);
    await tx.updateTable('event').set({ capacity }).where('id', '=', id).execute();
    await traceEvent(tx, actor, 'event.capacity', event);
  });
}
