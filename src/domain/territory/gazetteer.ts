/** Finding a commune from what a person types: a name, part of it, an old one, a postal or INSEE code, a typo. */
import { normalise } from '#shared/text.ts';
import type { Atlas } from './atlas.ts';
import { allowedTypos, isWithin } from './typo.ts';

/** A name under which a commune is looked for. */
interface Entry {
  /** Position in `Atlas.communes`. */
  commune: number;
  /** The normalised name. */
  search: string;
  /** The name as written when it is not the commune's own. */
  alias: string | null;
  postalCodes: readonly string[];
}

export interface Gazetteer {
  atlas: Atlas;
  entries: Entry[];
  /** Distinct words of all names, sorted. */
  words: string[];
  /** For each word, the positions in `entries` of the names that hold it. */
  holders: number[][];
  /** Positions of communes by INSEE code, former and delegated ones included, and by postal code. */
  byCode: Map<string, number[]>;
}

export interface Hit {
  /** Position in `Atlas.communes`. */
  commune: number;
  matchedName: string | null;
}

/** How well a name answers, best first; ties go to the territory searched from, then to the most inhabited. */
const EXACT = 0;
const PREFIX = 1;
const WORD_PREFIX = 2;
const ALL_WORDS = 3;
const INFIX = 4;
const FUZZY = 5;

export function buildGazetteer(atlas: Atlas): Gazetteer {
  const entries: Entry[] = atlas.communes.map((commune, position) => ({
    commune: position,
    search: normalise(commune.name),
    alias: null,
    postalCodes: commune.postalCodes
  }));
  for (const alias of atlas.aliases) {
    const commune = atlas.communes[alias.commune];
    if (!commune || alias.name === commune.name) continue;
    const postalCodes = alias.postalCodes.length > 0 ? alias.postalCodes : commune.postalCodes;
    entries.push({
      commune: alias.commune,
      search: normalise(alias.name),
      alias: alias.name,
      postalCodes
    });
  }
  const holders = new Map<string, number[]>();
  entries.forEach((entry, position) => {
    for (const word of new Set(entry.search.split(' '))) append(holders, word, position);
  });
  const words = [...holders.keys()].sort();
  return {
    atlas,
    entries,
    words,
    holders: words.map((word) => holders.get(word) ?? []),
    byCode: codes(atlas)
  };
}

function codes(atlas: Atlas): Map<string, number[]> {
  const byCode = new Map<string, number[]>();
  atlas.communes.forEach((commune, position) => {
    for (const code of new Set(commune.postalCodes)) append(byCode, code, position);
  });
  for (const alias of atlas.aliases)
    for (const code of alias.postalCodes) append(byCode, code, alias.commune);
  atlas.communes.forEach((commune, position) => append(byCode, commune.code, position));
  for (const [code, position] of atlas.aliasPositions) append(byCode, code, position);
  return byCode;
}

function append<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}

/**
 * Communes for a text, best first: exact name, beginning of the name or whole words of it, beginning of a word, words
 * in any order, part of a word;
 * failing all, with typos (one in a word from five letters, two from nine). « (29) » or « (Finistère) » at the end
 * keeps one département.
 *
 * @param near - positions of the communes to prefer among equals.
 */
export function searchGazetteer(
  gazetteer: Gazetteer,
  text: string,
  limit: number,
  near: ReadonlySet<number> = new Set()
): Hit[] {
  const { query, departement } = readQuery(gazetteer.atlas, text);
  if (query === '') return [];
  const byCode = codeHits(gazetteer, query);
  if (byCode) return byCode.slice(0, limit);
  const ranked = namedHits(gazetteer, query);
  return best(gazetteer, ranked, departement, near).slice(0, limit);
}

function readQuery(atlas: Atlas, text: string): { query: string; departement: string | null } {
  const trailing = /^(.+)\(([^)]+)\)\s*$/.exec(text);
  const inside = normalise(trailing?.[2] ?? '');
  for (const { code, name } of trailing ? atlas.departements.values() : []) {
    if (code.toLowerCase() === inside || normalise(name) === inside) {
      return { query: normalise(trailing?.[1] ?? ''), departement: code };
    }
  }
  return { query: normalise(text), departement: null };
}

/** A whole code, or the beginning of one; `null` when the text is not one. */
function codeHits(gazetteer: Gazetteer, query: string): Hit[] | null {
  if (!/^(\d{3,5}|2[ab]\d{1,3})$/.test(query)) return null;
  const code = query.toUpperCase();
  const exact = gazetteer.byCode.get(code);
  const positions = exact ?? [
    ...new Set(
      [...gazetteer.byCode]
        .filter(([known]) => known.startsWith(code))
        .flatMap(([, found]) => found)
    )
  ];
  const population = (position: number) => gazetteer.atlas.communes[position]?.population ?? 0;
  const postal = (position: number) =>
    gazetteer.atlas.communes[position]?.postalCodes.includes(code) ? 0 : 1;
  const sorted = positions.toSorted(
    (a, b) => postal(a) - postal(b) || population(b) - population(a)
  );
  return sorted.map((commune) => ({ commune, matchedName: null }));
}

interface Ranked {
  entry: Entry;
  rank: number;
}

function namedHits(gazetteer: Gazetteer, query: string): Ranked[] {
  const tokens = query.split(' ');
  const plain = intersect(gazetteer, tokens, (token) => plainWords(gazetteer, token));
  const found = plain.map((entry) => ({ entry, rank: rankOf(entry, query, tokens) }));
  if (found.length > 0) return found;
  const fuzzy = intersect(gazetteer, tokens, (token) => [
    ...plainWords(gazetteer, token),
    ...nearWords(gazetteer, token)
  ]);
  const candidates = fuzzy.length > 0 ? fuzzy : unspaced(gazetteer, query.replaceAll(' ', ''));
  return candidates.map((entry) => ({ entry, rank: FUZZY }));
}

/** Names that answer every token: one of the words it stands for, its postal code or its département. */
function intersect(
  gazetteer: Gazetteer,
  tokens: string[],
  wordsOf: (token: string) => number[]
): Entry[] {
  const numeric = tokens.filter((token) => /^\d[\dab]\d*$/.test(token));
  const named = tokens.filter((token) => !numeric.includes(token));
  if (named.length === 0) return [];
  let kept: Set<number> | undefined;
  for (const token of named) {
    const holding = new Set<number>();
    for (const word of wordsOf(token)) {
      for (const entry of gazetteer.holders[word] ?? [])
        if (!kept || kept.has(entry)) holding.add(entry);
    }
    kept = holding;
  }
  const entries = [...(kept ?? [])].flatMap((position) => gazetteer.entries[position] ?? []);
  return entries.filter((entry) =>
    numeric.every((token) => isLocated(gazetteer.atlas, entry, token))
  );
}

function isLocated(atlas: Atlas, entry: Entry, token: string): boolean {
  if (` ${entry.search}`.includes(` ${token}`)) return true;
  const code = token.toUpperCase();
  const commune = atlas.communes[entry.commune];
  return (
    commune?.departement.code === code ||
    commune?.code === code ||
    entry.postalCodes.some((post) => post.startsWith(code))
  );
}

/** Positions of the words that begin with a token or, from three letters, hold it. */
function plainWords({ words }: Gazetteer, token: string): number[] {
  const found: number[] = [];
  if (token.length < 3) {
    for (let at = firstFrom(words, token); words[at]?.startsWith(token); at++) found.push(at);
    return found;
  }
  for (let at = 0; at < words.length; at++) if (words[at]?.includes(token)) found.push(at);
  return found;
}

/** Position of the first word that does not come before a token. */
function firstFrom(words: string[], token: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? '') < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nearWords({ words }: Gazetteer, token: string): number[] {
  const allowed = allowedTypos(token);
  const found: number[] = [];
  if (allowed === 0) return found;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (Math.abs(word.length - token.length) <= allowed && isWithin(token, word, allowed))
      found.push(at);
  }
  return found;
}

/** Names that hold a text once their spaces are gone: « saintrenan », « lisle ». */
function unspaced({ entries }: Gazetteer, query: string): Entry[] {
  if (query.length < 4) return [];
  return entries.filter((entry) => entry.search.replaceAll(' ', '').startsWith(query));
}

function rankOf(entry: Entry, query: string, tokens: string[]): number {
  const words = tokens
    .filter((token) => ` ${entry.search}`.includes(` ${token}`) || !/^\d/.test(token))
    .join(' ');
  for (const phrase of [query, words]) {
    if (entry.search === phrase) return EXACT;
    if (entry.search.startsWith(phrase) || ` ${entry.search} `.includes(` ${phrase} `))
      return PREFIX;
    if (` ${entry.search}`.includes(` ${phrase}`)) return WORD_PREFIX;
  }
  return tokens.every((token) => ` ${entry.search}`.includes(` ${token}`)) ? ALL_WORDS : INFIX;
}

/** One hit for each commune, by its best name, in order. */
function best(
  gazetteer: Gazetteer,
  ranked: Ranked[],
  departement: string | null,
  near: ReadonlySet<number>
): Hit[] {
  const kept = new Map<number, { hit: Hit; key: number[] }>();
  for (const { entry, rank } of ranked) {
    const commune = gazetteer.atlas.communes[entry.commune];
    if (!commune || (departement !== null && commune.departement.code !== departement)) continue;
    const key = [
      rank,
      near.has(entry.commune) ? 0 : 1,
      entry.alias === null ? 0 : 1,
      -commune.population
    ];
    const known = kept.get(entry.commune);
    if (known && compare(known.key, key) <= 0) continue;
    kept.set(entry.commune, { hit: { commune: entry.commune, matchedName: entry.alias }, key });
  }
  return [...kept.values()].sort((a, b) => compare(a.key, b.key)).map(({ hit }) => hit);
}

function compare(a: number[], b: number[]): number {
  for (let at = 0; at < a.length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
