/** Every name and code under which a commune is looked for, indexed by word. */
import { normalise } from '#shared/text.ts';
import type { Atlas } from '../atlas.ts';
import { lettersOf } from './typo.ts';

/** A name under which a commune is looked for. */
export interface Entry {
  /** Position in `Atlas.communes`. */
  commune: number;
  /** The normalised name between two spaces, so that the edges of words are found by looking for a space. */
  padded: string;
  /** The name as written when it is not the commune's own. */
  alias: string | null;
  postalCodes: readonly string[];
}

export interface Gazetteer {
  atlas: Atlas;
  entries: Entry[];
  /** Distinct words of all names, sorted. */
  words: string[];
  /** For each word, the letters it holds, as bits. */
  letters: Int32Array;
  /** For each word, the positions in `entries` of the names that hold it. */
  holders: number[][];
  /** Positions of communes by postal code. */
  byPostalCode: Map<string, number[]>;
}

export function buildGazetteer(atlas: Atlas): Gazetteer {
  const entries = allEntries(atlas);
  const holders = new Map<string, number[]>();
  entries.forEach(({ padded }, position) => {
    for (const word of new Set(padded.trim().split(' '))) append(holders, word, position);
  });
  const words = [...holders.keys()].sort();
  const byPostalCode = new Map<string, number[]>();
  for (const { commune, postalCodes } of entries) {
    for (const code of postalCodes) append(byPostalCode, code, commune);
  }
  return {
    atlas,
    entries,
    words,
    letters: Int32Array.from(words, lettersOf),
    holders: words.map((word) => holders.get(word) ?? []),
    byPostalCode
  };
}

function allEntries(atlas: Atlas): Entry[] {
  const entry = (commune: number, name: string, alias: string | null, postalCodes: string[]) => ({
    commune,
    padded: ` ${normalise(name)} `,
    alias,
    postalCodes
  });
  const own = atlas.communes.map(({ name, postalCodes }, position) =>
    entry(position, name, null, postalCodes)
  );
  const others = atlas.aliases.flatMap(({ commune, name, postalCodes }) => {
    const current = atlas.communes[commune];
    if (!current || name === current.name) return [];
    return [entry(commune, name, name, postalCodes.length > 0 ? postalCodes : current.postalCodes)];
  });
  return [...own, ...others];
}

function append(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
