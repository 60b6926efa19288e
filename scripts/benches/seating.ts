import { findFaults, measureSeating } from '#domain/seating/checking.ts';
import type { SeatingProblem } from '#domain/seating/model.ts';
import { tableSizes } from '#domain/seating/sizes.ts';
import { seat } from '#domain/seating/solver.ts';
import { annealPlainly } from './plain-annealing.ts';
import { CASES, LARGE, type SeatingCase } from './seating-cases.ts';
import type { Measure } from './report.ts';

interface Instance {
  /** Tables, people at each, rounds. */
  readonly name: string;
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  /** Repeats of the best seating published. */
  readonly known: number;
}

const INSTANCES: readonly Instance[] = [
  {
    name: '17 at tables of at most 5, 5 rounds',
    sizes: tableSizes(17, 5),
    rounds: 5,
    seconds: 1,
    known: 4
  },
  ...(
    [
      ['8-4-7', 2, 0],
      ['10-6-5', 2, 0],
      ['12-8-5', 2, 0],
      ['25-8-3', 2, 0],
      ['50-8-4', 1, 0],
      ['8-4-8', 10, 0],
      ['8-4-9', 10, 0],
      ['8-4-10', 10, 0],
      ['5-4-5', 10, 0],
      ['6-3-8', 10, 0],
      ['7-3-10', 10, 0],
      ['9-4-11', 10, 0],
      ['6-4-7', 8, 0],
      ['10-6-7', 8, 0],
      ['10-8-5', 8, 0],
      ['12-8-6', 8, 0],
      ['16-8-17', 8, 0],
      ['20-5-21', 8, 0],
      ['10-5-9', 8, 0],
      ['10-4-13', 8, 0],
      ['7-4-9', 8, 0],
      ['8-8-9', 8, 0],
      ['10-10-4', 8, 0],
      ['10-7-7', 8, 0],
      ['8-5-8', 8, 0],
      ['7-5-7', 8, 0],
      ['6-5-6', 8, 0],
      ['6-6-3', 8, 0],
      ['250-8-4', 10, 0]
    ] as const
  ).map(([name, seconds, known]) => {
    const [tables, size, rounds] = name.split('-').map(Number) as [number, number, number];
    return { name, sizes: Array.from({ length: tables }, () => size), rounds, seconds, known };
  })
];

/** Each answer is checked apart from what found it. */
export function benchSeating(): Measure[] {
  return [...INSTANCES.map(benchInstance), ...LARGE.map(benchLarge), ...CASES.map(benchCase)];
}

/** A published instance, as long as it is allowed. */
function benchInstance({ name, sizes, rounds, seconds, known }: Instance): Measure {
  const guests = sizes.reduce((sum, size) => sum + size, 0);
  const problem = { guests, rounds: Array.from({ length: rounds }, () => sizes) };
  const { best, took } = seatFor(name, problem, seconds, 1);
  const { measure, bound, optimal, method } = best;
  return {
    what: `Seating ${name}: pairs met, of the most known`,
    ...{ budget: measure.met + measure.repeats - known, measured: measure.met },
    ...{ unit: 'pairs', bound: 'least' },
    how: `${measure.repeats} repeats (${optimal ? 'proved optimal' : `bound ${bound.repeats}`}), ${measure.neverMet} never met, ${took.toFixed(0)} ms of ${seconds} s; ${method}`
  };
}

/** How soon a first answer keeps all the constraints; what it is worth at the end of its time. */
function benchLarge({ name, problem, seconds }: (typeof LARGE)[number]): Measure {
  const began = cpu();
  let kept = Infinity;
  const best = seat(problem, {
    goOn: ({ broken }) => {
      if (broken === 0) kept = Math.min(kept, cpu() - began);
      return cpu() - began < 1000 * seconds;
    }
  });
  if (best.broken === 0) kept = Math.min(kept, cpu() - began);
  const { measure, bound, optimal } = best;
  return {
    what: `Seating ${name}: until every constraint is kept`,
    ...{ budget: 1000 * seconds, measured: Math.round(kept), unit: 'ms', bound: 'most' },
    how: `after ${seconds} s: ${measure.repeats} repeats (at least ${bound.repeats}), value ${measure.value.toFixed(1)} (at most ${bound.value.toFixed(1)}${optimal ? ', proved optimal' : ''})`
  };
}

const SEEDS = [1, 2, 3];
const CASE_SECONDS = 1;

/** Three seeds each, of as much processor time: what the pairs met are worth, to a plain annealing. */
function benchCase({ name, problem }: SeatingCase): Measure {
  const ours = SEEDS.map((seed) => seatFor(name, problem, CASE_SECONDS, seed).best.measure);
  const theirs = SEEDS.map((seed) => {
    const began = cpu();
    const seating = annealPlainly(problem, seed, () => (cpu() - began) / (1000 * CASE_SECONDS));
    return { ...measureSeating(problem, seating), faults: findFaults(problem, seating).length };
  });
  const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
  return {
    what: `Seating ${name}: value met, to a plain annealing of equal time`,
    budget: Number(mean(theirs.map((one) => one.value)).toFixed(2)),
    measured: Number(mean(ours.map((one) => one.value)).toFixed(2)),
    ...{ unit: '', bound: 'least' },
    how: `mean of ${SEEDS.length} seeds, ${CASE_SECONDS} s of processor each; repeats ${ours.map((one) => one.repeats).join(', ')} to ${theirs.map((one) => one.repeats).join(', ')}; constraints broken 0 to ${theirs.reduce((sum, one) => sum + one.faults, 0)}`
  };
}

function seatFor(name: string, problem: SeatingProblem, seconds: number, seed: number) {
  const began = cpu();
  const best = seat(problem, { seed, goOn: () => cpu() - began < 1000 * seconds });
  const took = cpu() - began;
  const [fault] = findFaults(problem, best.seating);
  if (fault !== undefined) throw new Error(`${name}: ${fault}`);
  return { best, took };
}

/** Of this process, in milliseconds: what else runs here does not count. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
