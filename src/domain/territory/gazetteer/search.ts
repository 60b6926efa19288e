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
  const codes = tokens.filter((token) => /^\d[\dab]\d*$/.test(token));
  const words = tokens.filter((token) => !codes.includes(token));
  if (words.length === 0) return [];
  const located = (entries: Entry[]) =>
    entries.filter((entry) => codes.every((code) => isLocated(gazetteer.atlas, entry, code)));
  const plain = located(holdingAll(gazetteer, words));
  if (plain.length > 0) {
    return plain.map((entry) => {
      // « brest 29 » is Brest's whole name and where it is; « paris 13 » is part of a name.
      const own = tokens.filter((token) => words.includes(token) || isInName(entry, token));
      const named = codes.length === 0 ? query : own.join(' ');
      return { entry, rank: rankOf(entry, named, own) };
    });
  }
  const fuzzy = located(nearAll(gazetteer, words));
  const candidates = fuzzy.length > 0 ? fuzzy : unspaced(gazetteer, query.replaceAll(' ', ''));
  return candidates.map((entry) => ({ entry, rank: FUZZY }));
}

/** Names that hold every token: those of the rarest, looked at for the others. */
function holdingAll(gazetteer: Gazetteer, tokens: string[]): Entry[] {
  const found = tokens.map((token) => ({ token, words: plainWords(gazetteer, token) }));
  const size = (words: number[]) =>
    words.reduce((sum, word) => sum + (gazetteer.holders[word]?.length ?? 0), 0);
  const [rarest, ...others] = found
    .map((one) => ({ ...one, size: size(one.words) }))
    .sort((a, b) => a.size - b.size);
  const positions = new Set(rarest?.words.flatMap((word) => gazetteer.holders[word] ?? []));
  const needles = others.map(({ token }) => (token.length < SHORT ? ` ${token}` : token));
  return [...positions]
    .flatMap((position) => gazetteer.entries[position] ?? [])
    .filter(({ padded }) => needles.every((needle) => padded.includes(needle)));
}

/** Names that hold every token or a word close to it. */
function nearAll(gazetteer: Gazetteer, tokens: string[]): Entry[] {
  const [first = new Set<number>(), ...others] = tokens.map((token) => {
    const words = [...plainWords(gazetteer, token), ...nearWords(gazetteer, token)];
    return new Set(words.flatMap((word) => gazetteer.holders[word] ?? []));
  });
  const kept = others.reduce((all, some) => all.intersection(some), first);
  return [...kept].flatMap((position) => gazetteer.entries[position] ?? []);
}

function isInName({ padded }: Entry, token: string): boolean {
  return padded.includes(` ${token}`);
}

function isLocated(atlas: Atlas, entry: Entry, token: string): boolean {
  if (isInName(entry, token)) return true;
  const code = token.toUpperCase();
  const commune = atlas.communes[entry.commune];
  if (commune?.departement.code === code || commune?.code === code) return true;
  return entry.postalCodes.some((postal) => postal.startsWith(code));
}

/** Tokens shorter than this are only looked for at the beginning of words. */
const SHORT = 3;

/** Positions of the words that begin with a token or, from three letters, hold it. */
function plainWords({ words }: Gazetteer, token: string): number[] {
  const found: number[] = [];
  if (token.length < SHORT) {
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
  if (padded === ` ${query} `) return EXACT;
  if (padded.startsWith(` ${query}`) || padded.includes(` ${query} `)) return PREFIX;
  if (padded.includes(` ${query}`)) return WORD_PREFIX;
  return tokens.every((token) => padded.includes(` ${token}`)) ? ALL_WORDS : INFIX;
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
