import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt } from 'node:crypto';

/** What the lines of the log are about: one request. Only the log reads it: nothing is ever decided from it. */
export interface Trace {
  /** To be told on the telephone: « K7RM-3XWP ». */
  readonly id: string;
  /** The pattern of its address, never the address: « /ma-place/[jeton] »; null until a page is found. */
  route: string | null;
  /** It is neither a file of the pages nor something refused before them. */
  page: boolean;
}

/** Neither vowels, so that no word is made, nor what is mistaken for something else when it is read aloud. */
const LETTERS = '23456789BCDFGHJKLMNPQRSTVWXZ';

const traces = new AsyncLocalStorage<Trace>();

/** @returns the trace of a request that arrives. */
export function newTrace(): Trace {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]!).join('');
  return { id: `${letters.slice(0, 4)}-${letters.slice(4)}`, route: null, page: false };
}

/** Does something whose lines of log bear the number of a request. */
export function traced<T>(trace: Trace, work: () => T): T {
  return traces.run(trace, work);
}

/** Says which page the request under way is for: the pattern of its address. */
export function nameRoute(route: string | null): void {
  const trace = traces.getStore();
  if (trace) Object.assign(trace, { route, page: true });
}

export function currentTrace(): Trace | undefined {
  return traces.getStore();
}
