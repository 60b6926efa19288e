/** A new edition from another: what was prepared comes along, what happened to people stays. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { addDays, civilTime, daysBetween, instantOf } from '#shared/dates.ts';
import type { EventId, SeriesId } from '#shared/ids.ts';
import { isGone, moveHalfDays, slugOf, civilWhen, type CivilWhen } from '../../edition.ts';
import type { Event } from '../../model.ts';
import { getManagedEventById } from '../queries.ts';
import { assertMayCreate, freeEditionSlug, insertHalfDays, traceEvent } from '../rows/commands.ts';
import { settleSeries, type SeriesChoice } from '../series/commands.ts';
import { copyParts } from './parts/commands.ts';

export interface CopyInput {
  readonly title: string;
  /** The first day of the new edition, `YYYY-MM-DD`; null: to be chosen with people. */
  readonly startsOn: string | null;
  readonly series: SeriesChoice;
  /** Who spoke is not always who will. */
  readonly speakers: boolean;
  /** Who works on it, and to whom tasks are given. */
  readonly roles: boolean;
}

export type Copied = { ok: true; id: EventId; slug: string } | { ok: false; reason: 'past' };

/**
 * Opens a new edition as a draft, from one the actor manages: programme, rooms, texts, partners with what they
 * planned, budget, relays, tasks and, if wished, speakers and team. Everything keeps its hour of the clock and its
 * day counted from the first. Nobody’s registration, answer or invitation comes along.
 * @returns past: the day is gone.
 * @throws NotFound, Forbidden
 */
export async function copyEvent(
  executor: Executor,
  actor: Actor,
  source: EventId,
  input: CopyInput,
  now: Date
): Promise<Copied> {
  return inTransaction(executor, async (tx) => {
    const from = await getManagedEventById(tx, actor, source);
    assertMayCreate(actor, from.territory.id);
    const when = await whenOf(tx, from, input.startsOn);
    if (isGone(when, from.timeZone, now)) return { ok: false, reason: 'past' };
    const series = await settleSeries(tx, actor, input.series, from.territory.id);
    const year = when ? when.start.slice(0, 4) : null;
    const slug = await freeEditionSlug(tx, 'event', slugOf(input.title, year));
    const id = await insertCopy(tx, actor, from, { ...input, series, slug, when });
    await copyHalfDays(tx, from, id, when);
    await copyParts(tx, { ...input, from, to: id, days: await shiftOf(tx, from, when) });
    const event = { id, title: input.title, territory: from.territory };
    await traceEvent(tx, actor, 'event.copy', event);
    return { ok: true, id, slug };
  });
}

/** As long as the source, at its hours; a day from 9 h to 17 h when the source had no date. */
async function whenOf(tx: Tx, from: Event, startsOn: string | null): Promise<CivilWhen | null> {
  if (!startsOn) return null;
  const when = civilWhen(from);
  if (!when) return { start: `${startsOn}T09:00`, end: `${startsOn}T17:00` };
  const lasts = daysBetween(when.start.slice(0, 10), when.end.slice(0, 10));
  return {
    start: `${startsOn}${when.start.slice(10)}`,
    end: `${addDays(startsOn, lasts)}${when.end.slice(10)}`
  };
}

/** By how many days the programme moves: none as long as no day is chosen. */
async function shiftOf(tx: Tx, { id, startsAt, timeZone }: Event, when: CivilWhen | null) {
  if (!when) return 0;
  const first = await tx
    .selectFrom('programme_session')
    .select('starts_at')
    .where('event_id', '=', id)
    .orderBy('starts_at')
    .executeTakeFirst();
  const origin = startsAt ?? first?.starts_at;
  return origin
    ? daysBetween(civilTime(origin, timeZone).slice(0, 10), when.start.slice(0, 10))
    : 0;
}

interface Copy extends CopyInput {
  readonly series: SeriesId | null;
  readonly slug: string;
  readonly when: CivilWhen | null;
}

async function insertCopy(tx: Tx, actor: Actor, from: Event, copy: Copy): Promise<EventId> {
  const at = (civil: string | undefined) => (civil ? instantOf(civil, from.timeZone) : null);
  const { rows } = await sql<{ id: EventId }>`
    insert into event (slug, title, series_id, starts_at, ends_at, copied_from, created_by, ${KEPT})
    select ${copy.slug}, ${copy.title}, ${copy.series}, ${at(copy.when?.start)}, ${at(copy.when?.end)},
      id, ${actor.kind === 'person' ? actor.id : null}, ${KEPT}
    from event where id = ${from.id}
    returning id`.execute(tx);
  return rows[0]!.id;
}

/** What is said of an edition and stays true from one year to the next. The address of an online meeting does not. */
const KEPT =
  sql.raw(`territory_id, kind, summary, description, intended_for, visibility, time_zone, organiser_id,
  contact_name, contact_phone, venue_name, venue_address, venue_postal_code, venue_commune_code,
  access_walk, access_bus, access_car, access_reduced_mobility, lodging, capacity, fictional`);

/** As they were, moved; before a day is chosen they wait at the days of the source. */
async function copyHalfDays(
  tx: Tx,
  from: Event,
  to: EventId,
  when: CivilWhen | null
): Promise<void> {
  const zone = from.timeZone;
  const stay = from.halfDays.map(({ label, startsAt, endsAt }) => ({
    ...{ label, start: civilTime(startsAt, zone), end: civilTime(endsAt, zone) }
  }));
  const moved = when && moveHalfDays(from.halfDays, civilWhen(from), when, zone);
  await insertHalfDays(tx, to, moved ? [...moved.update, ...moved.create] : stay, zone);
}
