/** Finding a commune from what a person types: a name, part of it, an old one, a postal or INSEE code, a typo. */
import { normalise } from '#shared/text.ts';
import { communePosition, type Atlas } from '../atlas.ts';
import type { Entry, Gazetteer } from './entries.ts';
import { allowedTypos, isWithin, lettersOf, mayBeWithin } from './typo.ts';

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

/**
 * Communes for a text, best first: exact name, beginning of the name or whole words of it, beginning of a word, words
 * in any order, part of a word; failing all, with typos (one in a word from five letters, two from nine). « (29) » or
 * « (Finistère) » at the end keeps one département.
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

/** A whole postal or INSEE code, or the beginning of a postal code; `null` when the text is neither. */
function codeHits({ atlas, byPostalCode }: Gazetteer, query: string): Hit[] | null {
  if (!/^(\d{3,5}|2[ab]\d{3})$/.test(query)) return null;
  const code = query.toUpperCase();
  const population = (position: number) => atlas.communes[position]?.population ?? 0;
  const postal = [...byPostalCode].filter(([known]) => known.startsWith(code));
  const positions = new Set(
    postal.flatMap(([, found]) => found).sort((a, b) => population(b) - population(a))
  );
  // A person who types a postal code does not mean a commune that lost this very INSEE code in 1968.
  const named = byPostalCode.has(code) ? atlas.positions.get(code) : communePosition(atlas, code);
  if (named !== undefined) positions.add(named);
  return [...positions].map((commune) => ({ commune, matchedName: null }));
}

interface Ranked {
  entry: Entry;
  rank: number;
}

function namedHits(gazetteer: Gazetteer, query: string): Ranked[] {
  const tokens = query.split(' ');
  const plain = intersect(gazetteer, tokens, (token) => plainWords(gazetteer, token));
  if (plain.length > 0)
    return plain.map((entry) => ({ entry, rank: rankOf(entry, query, tokens) }));
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
  const codes = tokens.filter((token) => /^\d[\dab]\d*$/.test(token));
  const [first, ...others] = tokens.filter((token) => !codes.includes(token));
  if (first === undefined) return [];
  const holding = (token: string) =>
    new Set(wordsOf(token).flatMap((word) => gazetteer.holders[word] ?? []));
  let kept = holding(first);
  for (const token of others) kept = kept.intersection(holding(token));
  const entries = [...kept].flatMap((position) => gazetteer.entries[position] ?? []);
  if (codes.length === 0) return entries;
  return entries.filter((entry) => codes.every((code) => isLocated(gazetteer.atlas, entry, code)));
}

function isLocated(atlas: Atlas, entry: Entry, token: string): boolean {
  if (entry.padded.includes(` ${token}`)) return true;
  const code = token.toUpperCase();
  const commune = atlas.communes[entry.commune];
  if (commune?.departement.code === code || commune?.code === code) return true;
  return entry.postalCodes.some((postal) => postal.startsWith(code));
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

function nearWords({ words, letters }: Gazetteer, token: string): number[] {
  const allowed = allowedTypos(token);
  const found: number[] = [];
  if (allowed === 0) return found;
  const own = lettersOf(token);
  for (let at = 0; at < words.length; at++) {
    if (!mayBeWithin(own, letters[at] ?? 0, allowed)) continue;
    if (isWithin(token, words[at] ?? '', allowed)) found.push(at);
  }
  return found;
}

/** Names that begin with a text once their spaces are gone: « saintrenan ». */
function unspaced({ entries }: Gazetteer, query: string): Entry[] {
  if (query.length < 4) return [];
  const start = ` ${query.charAt(0)}`;
  return entries.filter(
    ({ padded }) => padded.startsWith(start) && padded.replaceAll(' ', '').startsWith(query)
  );
}

function rankOf({ padded }: Entry, query: string, tokens: string[]): number {
  const holds = (token: string) => padded.includes(` ${token}`);
  for (const phrase of [
    query,
    tokens.filter((token) => holds(token) || !/^\d/.test(token)).join(' ')
  ]) {
    if (padded === ` ${phrase} `) return EXACT;
    if (padded.startsWith(` ${phrase}`) || padded.includes(` ${phrase} `)) return PREFIX;
    if (holds(phrase)) return WORD_PREFIX;
  }
  return tokens.every(holds) ? ALL_WORDS : INFIX;
}

/** Above any population, so that one number orders by rank first. */
const RANK = 1e9;

/** One hit for each commune, by its best name, in order. */
function best(
  { atlas }: Gazetteer,
  ranked: Ranked[],
  departement: string | null,
  near: ReadonlySet<number>
): Hit[] {
  const kept = new Map<number, { hit: Hit; order: number }>();
  for (const { entry, rank } of ranked) {
    const { commune: position, alias } = entry;
    const commune = atlas.communes[position];
    if (!commune || (departement !== null && commune.departement.code !== departement)) continue;
    const steps = rank * 4 + (near.has(position) ? 0 : 2) + (alias === null ? 0 : 1);
    const order = steps * RANK - commune.population;
    const known = kept.get(position);
    if (!known || order < known.order) {
      kept.set(position, { hit: { commune: position, matchedName: alias }, order });
    }
  }
  return [...kept.values()].sort((a, b) => a.order - b.order).map(({ hit }) => hit);
}
