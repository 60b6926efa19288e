/** The tables of an edition on the day, and what doing those of the rounds to come again would change. */
import { createHash } from 'node:crypto';
import type { Event } from '#domain/events/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import {
  getWelcomedEvent,
  listPresences
} from '#domain/registrations/server/attendance/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { civilTime } from '#shared/dates.ts';
import type { RegistrationId } from '#shared/ids.ts';
import type { PlanSeat, TablePlan } from '../../plan.ts';
import { firstRound, hereOf, type DayChoice, type DayGround } from '../../replan/day.ts';
import type { Replan } from '../../replan/model.ts';
import { replanTables } from '../../replan/replan.ts';
import { weighPairs } from '../../weights.ts';
import { readAcquaintances } from '../acquaintances/queries.ts';
import { getTablePlan, listGoneGuests, listPlanGuests } from '../plan/queries.ts';

/** What is known on the day, with who came in when. */
export interface DayReading extends DayGround {
  readonly arrivals: ReadonlyMap<RegistrationId, Date>;
}

/**
 * The plan of an edition and who is there, for whoever welcomes; null without a plan.
 * @throws NotFound. @throws Forbidden unless the actor welcomes.
 */
export async function getTableDay(
  db: Executor,
  actor: Actor,
  slug: string
): Promise<{ event: Event; day: DayReading | null }> {
  const event = await getWelcomedEvent(db, actor, slug);
  return { event, day: await readTableDay(db, event) };
}

/** The same for who has been let in already. */
export async function readTableDay(db: Executor, event: Event): Promise<DayReading | null> {
  const plan = await getTablePlan(db, event.id);
  if (!plan) return null;
  const [guests, gone, presences] = await Promise.all([
    listPlanGuests(db, event.id),
    listGoneGuests(db, event.id),
    listPresences(db, event.id)
  ]);
  const day = dayOfTables(event, plan);
  const arrivals = new Map<RegistrationId, Date>();
  for (const { registration, arrivedAt } of presences)
    if (day === null || civilTime(arrivedAt, event.timeZone).startsWith(day))
      if (!arrivals.has(registration)) arrivals.set(registration, arrivedAt);
  return { plan, guests, gone, arrivals, present: new Set(arrivals.keys()) };
}

/** Of an edition of several days, the one on which its tables are: who came the day before is not there yet. */
function dayOfTables({ startsAt, endsAt, timeZone }: Event, plan: TablePlan): string | null {
  const civilDay = (instant: Date) => civilTime(instant, timeZone).slice(0, 10);
  const round = plan.rounds.find((one) => one.doneAt === null && one.startsAt !== null);
  if (!startsAt || !endsAt || !round || civilDay(startsAt) === civilDay(endsAt)) return null;
  return civilDay(round.startsAt!);
}

/** What is proposed, with what tells it from another one. */
export interface Proposal extends Replan {
  readonly from: number;
  /** Somebody comes in meanwhile, and it is another. */
  readonly mark: string;
}

/** The rounds to come, done again for who is there: nothing is written. Null when no round is to come. */
export async function proposeReplan(
  db: Executor,
  event: Event,
  day: DayReading,
  { choice, now }: { readonly choice: DayChoice; readonly now: Date }
): Promise<Proposal | null> {
  const from = firstRound(day.plan, choice, now);
  if (from === null) return null;
  const people = new Map(day.guests.map((one) => [one.registration, one]));
  const known = await readAcquaintances(db, event, day.guests, day.plan.weights);
  const weigh = weighPairs(day.plan.weights, known);
  const replan = replanTables({
    ...{ plan: day.plan, from, here: hereOf(day, choice), facts: factsOf(day, from) },
    worth: (a, b) => weigh(people.get(a)!, people.get(b)!)
  });
  return { ...replan, from, mark: markOf(replan.seats) };
}

/** Who truly sat: whoever came in after a round was over was not there. */
function factsOf({ plan, arrivals }: DayReading, from: number): PlanSeat[] {
  const done = new Map(plan.rounds.map(({ number, doneAt }) => [number, doneAt]));
  return plan.seats.filter(({ round, registration }) => {
    const doneAt = done.get(round) ?? null;
    if (doneAt === null) return round < from;
    const arrivedAt = arrivals.get(registration);
    return arrivedAt === undefined || arrivedAt <= doneAt;
  });
}

function markOf(seats: readonly PlanSeat[]): string {
  const written = seats
    .map(({ round, registration, table }) => `${round}.${registration}.${table}`)
    .toSorted()
    .join(' ');
  return createHash('sha256').update(written).digest('base64url').slice(0, 16);
}

/** The last re-planning, while it can still be undone: nothing has changed since. Null otherwise. */
export async function findUndoable(
  db: Executor,
  plan: Pick<TablePlan, 'event' | 'version'>
): Promise<{ id: number; at: Date } | null> {
  const row = await db
    .selectFrom('table_plan_draw')
    .select(['id', 'started_at'])
    .where('event_id', '=', plan.event)
    .where('kind', '=', 'replan')
    .where('before', 'is not', null)
    .where('plan_version', '=', plan.version)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row ? { id: row.id, at: row.started_at } : null;
}
