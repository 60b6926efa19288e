/** The tables of each round: which ones are used, and by how many. */
import type { PlanTable } from './plan.ts';

/** A table of a round and how many sit at it. */
export interface UsedTable {
  readonly number: number;
  readonly size: number;
}

/** A table that may be used. */
export interface RoomTable {
  readonly number: number;
  readonly seats: number;
  readonly accessible: boolean;
}

/** What a table must hold at least: those who have a fixed place at it. */
export type Held = ReadonlyMap<number, number>;

export type Laid =
  | { readonly ok: true; readonly tables: readonly UsedTable[] }
  /** seats: of the room, which has too few. alone: somebody would be by herself at this table. */
  | { readonly ok: false; readonly reason: 'seats'; readonly seats: number }
  | { readonly ok: false; readonly reason: 'full' | 'alone'; readonly table: number };

/**
 * The tables of the room: those that are listed, none with more seats than `most`; without a list, as many as are
 * needed, and those that are held.
 */
export function roomOf(
  tables: readonly PlanTable[],
  { most, people, held }: { most: number; people: number; held: Held }
): RoomTable[] {
  if (tables.length > 0)
    return tables.map(({ number, seats, accessible }) => ({
      ...{ number, accessible },
      seats: Math.min(most, seats ?? most)
    }));
  const needed = Math.ceil(people / most);
  const numbers = new Set(Array.from({ length: needed }, (_, at) => at + 1));
  for (const number of held.keys()) numbers.add(number);
  return [...numbers].map((number) => ({ number, seats: most, accessible: false }));
}

/**
 * As few tables as can be, as even as can be, so that nobody is alone: 17 people at tables of 5 sit at 5, 4, 4 and 4.
 * A table somebody is held at is used whatever happens; then the larger ones; `access` people need an accessible one.
 */
export function layRound(
  room: readonly RoomTable[],
  { people, held, access }: { people: number; held: Held; access: number }
): Laid {
  const seats = room.reduce((sum, one) => sum + one.seats, 0);
  if (people > seats) return { ok: false, reason: 'seats', seats };
  const used = chooseTables(room, { people, held, access });
  const sizes = share(used, { people, held, access });
  for (const { number, seats: most } of used) {
    const size = sizes.get(number)!;
    if (size > most) return { ok: false, reason: 'full', table: number };
    if (size === 1 && people > 1) return { ok: false, reason: 'alone', table: number };
  }
  return {
    ok: true,
    tables: used
      .map(({ number }) => ({ number, size: sizes.get(number)! }))
      .filter(({ size }) => size > 0)
      .toSorted((a, b) => a.number - b.number)
  };
}

interface Need {
  readonly people: number;
  readonly held: Held;
  readonly access: number;
}

function chooseTables(room: readonly RoomTable[], { people, held, access }: Need): RoomTable[] {
  const used = room.filter(({ number }) => held.has(number));
  const rest = room
    .filter(({ number }) => !held.has(number))
    .toSorted((a, b) => b.seats - a.seats || a.number - b.number);
  const seatsOf = (tables: readonly RoomTable[]) =>
    tables.reduce((sum, { seats }) => sum + seats, 0);
  const take = (wanted: (one: RoomTable) => boolean, isEnough: () => boolean) => {
    while (!isEnough()) {
      const at = rest.findIndex(wanted);
      if (at < 0) return;
      used.push(...rest.splice(at, 1));
    }
  };
  const easy = (one: RoomTable) => one.accessible;
  take(easy, () => seatsOf(used.filter(easy)) >= access);
  take(
    () => true,
    () => seatsOf(used) >= people
  );
  return used;
}

/** One more person at a time where there are the fewest, once each table has those it is held by. */
function share(tables: readonly RoomTable[], { people, held, access }: Need): Map<number, number> {
  const sizes = new Map(tables.map(({ number }) => [number, held.get(number) ?? 0]));
  const sum = () => [...sizes.values()].reduce((total, size) => total + size, 0);
  const add = (among: readonly RoomTable[]) => {
    const free = among
      .filter(({ number, seats }) => sizes.get(number)! < seats)
      .toSorted((a, b) => sizes.get(a.number)! - sizes.get(b.number)! || a.number - b.number);
    if (free[0]) sizes.set(free[0].number, sizes.get(free[0].number)! + 1);
    return free.length > 0;
  };
  const easy = tables.filter(({ accessible }) => accessible);
  const easySeats = () => easy.reduce((total, { number }) => total + sizes.get(number)!, 0);
  while (easySeats() < access && sum() < people && add(easy));
  while (sum() < people && add(tables));
  return sizes;
}
