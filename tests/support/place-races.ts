import { sql } from 'kysely';
import { operator } from '#domain/identity/model.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { isPromoting, ranks, type Ledger } from '#domain/registrations/places.ts';
import { setCapacities } from '#domain/registrations/server/desk/places/commands.ts';
import { registrationToken } from '#domain/registrations/server/links/queries.ts';
import { register } from '#domain/registrations/server/places/commands.ts';
import {
  cancelRegistration,
  changeRegistration,
  confirmOffer,
  leaveWaiting
} from '#domain/registrations/server/places/holder/commands.ts';
import {
  moveRegistration,
  overrulePlace
} from '#domain/registrations/server/places/organiser/commands.ts';
import { listRegistrationsOf } from '#domain/registrations/server/places/queries.ts';
import { settlePlaces } from '#domain/registrations/server/places/settling/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { CategoryId, EventId, ProgrammeSessionId, TerritoryId } from '#shared/ids.ts';
import { anEvent, aSession } from '../factories/events.ts';
import { aRequest, openDesk } from '../factories/registrations.ts';

/** Numbers that look drawn, and are the same again from the same seed. */
export function drawing(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Draw = ReturnType<typeof drawing>;

/** What is fought over: an edition with few places, two categories, three sessions of which two at the same time. */
export interface Arena {
  readonly event: EventId;
  readonly categories: readonly CategoryId[];
  readonly sessions: readonly ProgrammeSessionId[];
  readonly closesAt: Date;
}

export const OPENED = new Date('2027-02-01T08:00:00Z');
const CLOSES = new Date('2027-03-01T08:00:00Z');

export async function anArena(db: Database, territory: TerritoryId, draw: Draw): Promise<Arena> {
  const { id: event } = await anEvent(db, territory, { capacity: 3 + draw(4) });
  await openDesk(db, event, {
    closesAt: CLOSES.toISOString(),
    promotion: draw(2) === 0 ? 'immediate' : 'offer',
    offerHours: 1 + draw(4)
  });
  const categories: CategoryId[] = [];
  for (const [label, capacity] of [
    ['Médecins', 2],
    ['Internes', null]
  ] as const) {
    const row = await db
      .insertInto('registration_category')
      .values({ event_id: event, label, capacity })
      .returning('id')
      .executeTakeFirstOrThrow();
    categories.push(row.id as CategoryId);
  }
  const sessions = [
    await aSession(db, event, { capacity: 2 }),
    await aSession(db, event, { capacity: 1 }),
    await aSession(db, event, {
      capacity: 2,
      startsAt: '2027-03-18T13:00:00Z',
      endsAt: '2027-03-18T14:00:00Z'
    })
  ];
  return { event, categories, sessions, closesAt: CLOSES };
}

const ORGANISER = operator('course');
const PEOPLE = 14;

function choose<T>(draw: Draw, from: readonly T[]): T {
  return from[draw(from.length)]!;
}

function aChoice(draw: Draw, { sessions, categories }: Arena) {
  const chosen = [choose(draw, sessions.slice(0, 2)), sessions[2]!].filter(() => draw(3) > 0);
  return { sessions: chosen, category: choose(draw, categories) };
}

/** The five kinds of things that happen at once: somebody registers, gives up, is promoted, is too late, is moved. */
const ACTS: readonly ((db: Database, arena: Arena, draw: Draw, now: Date) => Promise<unknown>)[] = [
  registerSomebody,
  registerSomebody,
  giveUp,
  confirmSomething,
  (db, { event }, _draw, now) => settlePlaces(db, event, now),
  changeByHand
];

async function registerSomebody(db: Database, arena: Arena, draw: Draw, now: Date) {
  const email = `p${draw(PEOPLE)}@exemple.test`;
  await register(db, VISITOR, arena.event, aRequest({ email, ...aChoice(draw, arena) }), { now });
}

async function somebody(db: Database, { event }: Arena, draw: Draw) {
  const rows = await db
    .selectFrom('registration')
    .select(['id', 'link_version'])
    .where('event_id', '=', event)
    .orderBy('id')
    .execute();
  if (rows.length === 0) return null;
  const { id, link_version } = choose(draw, rows);
  return { id: id as never, token: registrationToken(id as never, link_version) };
}

async function giveUp(db: Database, arena: Arena, draw: Draw, now: Date) {
  const session = draw(2) === 0 ? null : choose(draw, arena.sessions);
  const gesture = draw(3);
  const choice = aChoice(draw, arena);
  const who = await somebody(db, arena, draw);
  if (!who) return;
  if (gesture === 0) await cancelRegistration(db, who.token, { now });
  else if (gesture === 1) await leaveWaiting(db, who.token, session, { now });
  else await changeRegistration(db, who.token, aRequest(choice), { now });
}

async function confirmSomething(db: Database, arena: Arena, draw: Draw, now: Date) {
  const session = draw(2) === 0 ? null : choose(draw, arena.sessions);
  const who = await somebody(db, arena, draw);
  if (who) await confirmOffer(db, who.token, session, { now });
}

async function changeByHand(db: Database, arena: Arena, draw: Draw, now: Date) {
  const [gesture, capacity, beyond] = [draw(4), 2 + draw(6), draw(3) === 0];
  const [session, category] = [choose(draw, arena.sessions), choose(draw, arena.categories)];
  const who = await somebody(db, arena, draw);
  if (gesture === 0) {
    const sessions = [{ session, capacity: 1 + (capacity % 4) }];
    await setCapacities(db, ORGANISER, arena.event, { edition: capacity, sessions }, { now });
  } else if (!who) return;
  else if (gesture === 1)
    await moveRegistration(db, ORGANISER, who.id, { category }, { now, beyond });
  else if (gesture === 2) {
    const move = { from: choose(draw, arena.sessions), to: session };
    await moveRegistration(db, ORGANISER, who.id, move, { now, beyond });
  } else await overruleSomebody(db, who.id, beyond ? session : null, now);
}

/** Somebody may not have chosen that session: that refusal is thrown. */
async function overruleSomebody(
  db: Database,
  id: never,
  session: ProgrammeSessionId | null,
  now: Date
) {
  await overrulePlace(db, ORGANISER, id, session, { now }).catch((error: Error) => {
    if (error.name !== 'NotFound' && error.constructor.name !== 'NotFound') throw error;
  });
}

/** Several acts at once, each on connections of its own. @throws what any of them throws: none should. */
export async function race(
  servers: readonly Database[],
  arena: Arena,
  draw: Draw,
  now: Date
): Promise<void> {
  const acts = Array.from({ length: 3 + draw(6) }, () => ({
    act: choose(draw, ACTS),
    own: drawing(draw(2 ** 31))
  }));
  await Promise.all(
    acts.map(({ act, own }, at) => act(servers[at % servers.length]!, arena, own, now))
  );
}

/** What must hold whenever nothing is under way. @returns what does not. */
export async function listBreaches(db: Database, arena: Arena, now: Date): Promise<string[]> {
  const { event, closesAt } = arena;
  const { rows: pools } = await sql<{
    category: number | null;
    session: number | null;
    capacity: number | null;
    taken: number;
    counted: number;
  }>`
    select p.category_id as category, p.session_id as session, p.capacity, p.taken, case
      when p.session_id is not null then (select count(*) from session_choice c
        where c.session_id = p.session_id and c.status in ('confirmed', 'offered') and not c.overruled)
      else (select count(*) from registration r where r.event_id = p.event_id
        and (p.category_id is null or r.category_id = p.category_id)
        and r.status in ('confirmed', 'offered') and not r.overruled) end as counted
    from place_pool p where p.event_id = ${event}`.execute(db);
  const registrations = await listRegistrationsOf(db, event);
  const open = isPromoting(
    { status: 'published', closesAt, startsAt: null } as Pick<
      Ledger,
      'status' | 'closesAt' | 'startsAt'
    > as Ledger,
    now
  );
  const isFree = (category: number | null, session: number | null) => {
    const pool = pools.find((one) => one.category === category && one.session === session);
    return (pool?.capacity ?? null) === null || pool!.taken < pool!.capacity!;
  };
  const waiting = await db
    .selectFrom('registration')
    .select(['id', 'category_id as category'])
    .where('event_id', '=', event)
    .where('status', '=', 'waitlisted')
    .orderBy('waitlisted_at')
    .orderBy('id')
    .execute();
  const expected = ranks(waiting as never, !isFree(null, null));
  const { rows: late } = await sql`
    select from registration_trace where event_id = ${event} and action in ('promote', 'offer')
      and at >= ${closesAt}`.execute(db);
  const { rows: held } = await sql`
    select from registration r where r.event_id = ${event} and r.offer_expires_at > ${closesAt}`.execute(
    db
  );
  return [
    ...pools
      .filter(({ taken, counted }) => taken !== counted)
      .map((pool) => `taken is not what the rows say: ${JSON.stringify(pool)}`),
    ...pools
      .filter(({ taken, capacity }) => capacity !== null && taken > capacity)
      .map((pool) => `more taken than there are: ${JSON.stringify(pool)}`),
    ...registrations.flatMap((one) => {
      const free = isFree(null, null) && isFree(one.category?.id ?? null, null);
      const stuck = one.choices.filter(
        (choice) => choice.status === 'waitlisted' && isFree(null, choice.session)
      );
      return [
        ...(open && one.status === 'waitlisted' && free
          ? [`${one.id} waits for a free place`]
          : []),
        ...(open
          ? stuck.map((choice) => `${one.id} waits for a free seat of ${choice.session}`)
          : []),
        ...(one.status === 'waitlisted' && one.rank !== expected.get(one.id)
          ? [`${one.id} has rank ${one.rank}, not ${expected.get(one.id)}`]
          : []),
        ...one.choices
          .filter(({ status }) => !isCoherent(one.status, status))
          .map(({ status }) => `${one.id} is ${one.status} with a session ${status}`)
      ];
    }),
    ...arena.sessions.flatMap((session) => {
      const found = registrations
        .flatMap(({ choices }) => choices)
        .filter((choice) => choice.session === session && choice.rank !== null)
        .map(({ rank }) => rank!)
        .toSorted((a, b) => a - b);
      return found.every((rank, index) => rank === index + 1)
        ? []
        : [`ranks of session ${session}: ${found.join(', ')}`];
    }),
    ...late.map(() => 'somebody was promoted after the closing'),
    ...held.map(() => 'an offer outlives the closing')
  ];
}

/** Only who has a place holds sessions or waits for them. */
function isCoherent(registration: string, choice: string): boolean {
  if (choice === 'cancelled' || choice === 'expired') return true;
  if (registration === 'confirmed') return choice !== 'wished';
  return choice === 'wished' && registration !== 'cancelled' && registration !== 'expired';
}
