/** Which versions of a sheet are compared, as the address says. */
import { numberOf } from '../../../../../gestion/rencontres/reading.ts';

export interface Pair {
  readonly from: number;
  readonly to: number;
}

/** Two versions, the older first; null when none is asked for. */
export function askedPair(query: URLSearchParams): Pair | null {
  const [from, to] = [numberOf(query.get('de')), numberOf(query.get('a'))];
  if (from === 0 || to === 0 || from === to) return null;
  return { from: Math.min(from, to), to: Math.max(from, to) };
}
