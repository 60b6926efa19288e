import { findFaults } from '#domain/seating/checking.ts';
import { tableSizes } from '#domain/seating/sizes.ts';
import { seat } from '#domain/seating/solver.ts';
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
      ['250-8-4', 10, 0]
    ] as const
  ).map(([name, seconds, known]) => {
    const [tables, size, rounds] = name.split('-').map(Number) as [number, number, number];
    return { name, sizes: Array.from({ length: tables }, () => size), rounds, seconds, known };
  })
];

/** Each published instance, as long as it is allowed; the answer is checked apart from what found it. */
export function benchSeating(): Measure[] {
  return INSTANCES.map(({ name, sizes, rounds, seconds, known }) => {
    const guests = sizes.reduce((sum, size) => sum + size, 0);
    const problem = { guests, rounds: Array.from({ length: rounds }, () => sizes) };
    const began = performance.now();
    const best = seat(problem, { goOn: () => performance.now() - began < 1000 * seconds });
    const took = performance.now() - began;
    const faults = findFaults(problem, best.seating);
    if (faults.length > 0) throw new Error(`${name}: ${faults[0]}`);
    const { measure, bound, optimal, method } = best;
    return {
      what: `Seating ${name}: pairs met, of the most known`,
      ...{ budget: measure.met + measure.repeats - known, measured: measure.met },
      ...{ unit: 'pairs', bound: 'least' },
      how: `${measure.repeats} repeats (${optimal ? 'proved optimal' : `bound ${bound.repeats}`}), ${measure.neverMet} never met, ${took.toFixed(0)} ms of ${seconds} s; ${method}`
    };
  });
}
