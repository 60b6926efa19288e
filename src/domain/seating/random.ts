/** A source of numbers that a seed decides: the same seed seats the same people at the same tables. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  /** The same things in another order; the array itself is changed. */
  shuffle<T>(things: T[]): T[];
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough for a search, never for a secret. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (most: number) => Math.floor(next() * most);
  return {
    next,
    below,
    shuffle(things) {
      for (let at = things.length - 1; at > 0; at--) {
        const other = below(at + 1);
        [things[at], things[other]] = [things[other]!, things[at]!];
      }
      return things;
    }
  };
}
