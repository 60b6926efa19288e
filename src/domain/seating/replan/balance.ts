/** Which tables close, which open, and how many people must move at least: see `model.ts` for the proof. */

/** A table in a round: how many of its people are there, and what it may become. */
export interface Load {
  readonly table: number;
  readonly count: number;
  readonly capacity: number;
  /** Nobody there has to stay: it may close. */
  readonly mayClose: boolean;
  /** Closing it is better left aside: somebody needs it. */
  readonly isNeeded: boolean;
  /** How many may leave it. */
  readonly movable: number;
}

export interface Balance {
  readonly closed: readonly number[];
  readonly opened: readonly number[];
  /** People at each table that serves, below which it takes somebody. */
  readonly least: number;
  readonly bound: number;
}

interface Ground {
  readonly used: readonly Load[];
  readonly spare: readonly Load[];
  readonly arrived: number;
  readonly least: number;
}

interface Way {
  readonly closed: readonly Load[];
  readonly opened: readonly Load[];
  readonly moves: number;
}

/**
 * The way that moves the fewest: as asked if it can be, with smaller tables otherwise, and a person alone when nothing
 * else can be.
 * @param loads - all the tables, those nobody sits at included: these may open.
 * @param arrived - people who have no place.
 * @param added - tables that the plan does not have, in the order they would be added.
 */
export function balanceTables(
  loads: readonly Load[],
  arrived: number,
  least: number,
  added: readonly Load[]
): Balance {
  const used = loads.filter(({ count }) => count > 0);
  const spare = [...loads.filter(({ count }) => count === 0).toSorted(byRoom), ...added];
  for (let floor = least; floor >= 1; floor--) {
    const ground = { used, spare, arrived, least: floor };
    const way = bestOf(ground, ({ mayClose, isNeeded }) => mayClose && !isNeeded, true);
    const bound = bestOf(ground, ({ mayClose }) => mayClose, false);
    if (way)
      return {
        closed: way.closed.map(({ table }) => table),
        opened: way.opened.map(({ table }) => table),
        ...{ least: floor, bound: bound?.moves ?? way.moves }
      };
  }
  return { closed: [], opened: [], least: 1, bound: 0 };
}

function byRoom(a: Load, b: Load): number {
  return b.capacity - a.capacity || a.table - b.table;
}

/**
 * The best of the choices of tables to close, among those below the least.
 * @param isStrict - whether enough people may truly move: a bound does without.
 */
function bestOf(ground: Ground, mayClose: (load: Load) => boolean, isStrict: boolean): Way | null {
  const groups = Map.groupBy(
    ground.used.filter((load) => load.count < ground.least && mayClose(load)),
    ({ count }) => count
  );
  // Of tables with as many people, those that hold the least close first: none does better.
  const ordered = [...groups.values()].map((group) =>
    group.toSorted((a, b) => a.capacity - b.capacity || b.table - a.table)
  );
  let best: Way | null = null;
  for (const closed of choices(ordered)) {
    const way = weigh(ground, closed, isStrict);
    if (way && (!best || isBetter(way, best))) best = way;
  }
  return best;
}

function isBetter(a: Way, b: Way): boolean {
  return (
    (a.moves - b.moves || a.opened.length - b.opened.length || a.closed.length - b.closed.length) <
    0
  );
}

/** The first of each group, in every number. */
function* choices(groups: readonly (readonly Load[])[]): Generator<Load[]> {
  const [group, ...others] = groups;
  if (!group) {
    yield [];
    return;
  }
  for (let taken = 0; taken <= group.length; taken++)
    for (const rest of choices(others)) yield [...group.slice(0, taken), ...rest];
}

function weigh(
  { used, spare, arrived, least }: Ground,
  closed: Load[],
  isStrict: boolean
): Way | null {
  const leaving = new Set(closed);
  const kept = used.filter((load) => !leaving.has(load));
  const sum = (of: (load: Load) => number) => kept.reduce((total, load) => total + of(load), 0);
  const excess = sum(({ count, capacity }) => Math.max(0, count - capacity));
  const out = closed.reduce((total, { count }) => total + count, 0) + excess;
  const room = sum(({ count, capacity }) => Math.max(0, capacity - count));
  const opened = openFor(arrived + out - room, spare);
  if (!opened) return null;
  const lacking = sum(({ count }) => Math.max(0, least - count)) + least * opened.length - arrived;
  const surplus = sum(({ count, capacity, movable }) =>
    Math.min(movable, Math.max(0, Math.min(count, capacity) - least))
  );
  if (isStrict && lacking - out > surplus) return null;
  return { closed, opened, moves: Math.max(out, lacking) };
}

/** The fewest tables that hold so many people more; null when there are not enough. */
function openFor(people: number, spare: readonly Load[]): Load[] | null {
  const opened: Load[] = [];
  let left = people;
  for (const load of spare) {
    if (left <= 0) break;
    opened.push(load);
    left -= load.capacity;
  }
  return left > 0 ? null : opened;
}
