/** Checks a seating and measures it, without anything of what found it: every answer goes through here. */
import {
  pairsOf,
  valueOf,
  type Seating,
  type SeatingMeasure,
  type SeatingProblem
} from './model.ts';

/** What is wrong with a seating, in words; nothing when it answers the problem. */
export function findFaults(problem: SeatingProblem, seating: Seating): string[] {
  if (seating.length !== problem.rounds.length)
    return [`${seating.length} rounds instead of ${problem.rounds.length}`];
  return seating.flatMap((tables, round) => [
    ...faultsOfSizes(problem, tables, round),
    ...faultsOfPresence(problem, tables, round),
    ...faultsOfConstraints(problem, tables, round)
  ]);
}

type Tables = Seating[number];

function faultsOfSizes({ rounds }: SeatingProblem, tables: Tables, round: number): string[] {
  const wanted = rounds[round]!;
  if (tables.length !== wanted.length)
    return [`round ${round}: ${tables.length} tables instead of ${wanted.length}`];
  return tables.flatMap((table, at) =>
    table.length === wanted[at]
      ? []
      : [`round ${round}, table ${at}: ${table.length} people instead of ${wanted[at]}`]
  );
}

function faultsOfPresence(problem: SeatingProblem, tables: Tables, round: number): string[] {
  const away = new Set(
    (problem.absent ?? []).filter((one) => one.round === round).map(({ guest }) => guest)
  );
  const seen = new Map<number, number>();
  for (const guest of tables.flat()) seen.set(guest, (seen.get(guest) ?? 0) + 1);
  const faults: string[] = [];
  for (let guest = 0; guest < problem.guests; guest++) {
    const times = seen.get(guest) ?? 0;
    if (times !== (away.has(guest) ? 0 : 1))
      faults.push(`round ${round}: ${guest} is seated ${times} times`);
    seen.delete(guest);
  }
  for (const stranger of seen.keys()) faults.push(`round ${round}: nobody is number ${stranger}`);
  return faults;
}

function faultsOfConstraints(problem: SeatingProblem, tables: Tables, round: number): string[] {
  const place = new Map(tables.flatMap((table, at) => table.map((guest) => [guest, at] as const)));
  const faults: string[] = [];
  for (const { guest, table, round: only } of problem.fixed ?? [])
    if ((only === undefined || only === round) && place.has(guest) && place.get(guest) !== table)
      faults.push(`round ${round}: ${guest} is not at table ${table}`);
  for (const { guest, tables: allowed } of problem.allowed ?? [])
    if (place.has(guest) && !allowed.includes(place.get(guest)!))
      faults.push(`round ${round}: ${guest} may not sit at table ${place.get(guest)}`);
  for (const [a, b] of problem.together ?? [])
    if (place.has(a) && place.has(b) && place.get(a) !== place.get(b))
      faults.push(`round ${round}: ${a} and ${b} are not together`);
  for (const [a, b] of problem.apart ?? [])
    if (place.has(a) && place.get(a) === place.get(b))
      faults.push(`round ${round}: ${a} and ${b} are not apart`);
  return faults;
}

/** Counts who meets whom, pair by pair. */
export function measureSeating(problem: SeatingProblem, seating: Seating): SeatingMeasure {
  const { guests } = problem;
  const times = new Map<number, number>();
  for (const table of seating.flat())
    for (const [at, a] of table.entries())
      for (const b of table.slice(at + 1)) {
        const pair = Math.min(a, b) * guests + Math.max(a, b);
        times.set(pair, (times.get(pair) ?? 0) + 1);
      }
  let repeats = 0;
  let value = 0;
  for (const [pair, count] of times) {
    repeats += count - 1;
    value += valueOf(problem, Math.floor(pair / guests), pair % guests);
  }
  return { met: times.size, repeats, neverMet: pairsOf(guests) - times.size, value };
}
