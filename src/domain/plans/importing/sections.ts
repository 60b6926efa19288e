/** A sheet cut under its headings: by lines, by cells, and by labels within a line. */
import { headingsNamed, LONGEST_LABEL, type OwnLabel } from './labels.ts';
import { readMark } from './marks.ts';
import { isBulleted, root, wordsOf, withoutBullet } from './source.ts';

/** What is under a label. */
export interface Section {
  /** Headings that its label names; none for a label nobody knows. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly lines: string[];
  /** Its label was in a cell of its own. */
  readonly tabbed: boolean;
}

export interface Labelled {
  readonly keys: readonly string[];
  readonly label: string;
  readonly rest: string;
}

const ENUMERATOR = /^(?:\d{1,2}(?:\.\d{1,2})?|[IVX]{1,4}|[A-Ha-h])\s?[.)–-]\s+/u;
const CALLS = new Set(
  'de du des d la le les l et en au aux a sur pour par ou un une dans'.split(' ')
);

/** A line or a cell that is a label, or begins with one: « Enjeux », « Enjeux : … ». */
export function readLabel(given: string, own: readonly OwnLabel[]): Labelled | null {
  const isItem = isBulleted(given);
  const text = isItem ? withoutBullet(given) : given;
  const lead = ENUMERATOR.exec(text)?.[0] ?? '';
  const bare = text.slice(lead.length);
  if (!/^[\p{Lu}\p{N}«]/u.test(bare)) return null;
  const whole = isItem ? [] : headingsNamed(bare.replace(/\s?[:.]$/u, ''), own);
  if (whole.length > 0) return { keys: whole, label: text, rest: '' };
  const parted = /^([^:]{2,110}?)\s?(?::|\s[–—-]\s)/u.exec(bare);
  if (!parted) return null;
  const keys = headingsNamed(parted[1]!, own);
  const label = lead + parted[1]!;
  return keys.length === 0 ? null : { keys, label, rest: bare.slice(parted[0].length).trim() };
}

/** « Diagnostic Il existe… »: a label that nothing but the next capital parts from its text. */
export function readBareLabel(text: string, own: readonly OwnLabel[]): Labelled | null {
  const words = [...text.slice(0, 160).matchAll(/\S+/gu)];
  if (!/^\p{Lu}/u.test(text)) return null;
  for (let count = Math.min(LONGEST_LABEL + 3, words.length - 1); count >= 1; count -= 1) {
    const next = words[count]!;
    if (!/^[«"]?\p{Lu}/u.test(next[0])) continue;
    const label = text.slice(0, next.index).trim();
    if (CALLS.has(root(wordsOf(label).at(-1) ?? ''))) continue;
    const keys = headingsNamed(label, own);
    if (keys.length > 0) return { keys, label, rest: text.slice(next.index) };
  }
  return null;
}

interface Cut {
  readonly at: number;
  readonly after: number;
  readonly label: string;
  readonly keys: readonly string[];
}

/** A text cut at the labels it holds: « … attractif Financement : Conseil général ». The first piece has no label. */
export function cutAtLabels(
  text: string,
  current: readonly string[],
  own: readonly OwnLabel[]
): { before: string; labelled: Labelled[] } {
  const cuts: Cut[] = [];
  let under = current;
  for (const { index } of text.matchAll(/:(?!\/\/)/gu)) {
    const cut = labelBefore(text, index, cuts.at(-1)?.after ?? 0, own);
    if (!cut || !parts(cut, under)) continue;
    cuts.push(cut);
    under = cut.keys;
  }
  return {
    before: text.slice(0, cuts[0]?.at).trim(),
    labelled: cuts.map(({ keys, label, after }, index) => ({
      ...{ keys, label },
      rest: text.slice(after, cuts[index + 1]?.at).trim()
    }))
  };
}

/** Whether a label within a line begins another heading than the one it stands under. */
function parts(cut: Cut, under: readonly string[]): boolean {
  if (cut.keys.every((key) => under.length === 1 && under[0] === key)) return cut.at === 0;
  const speaksOfOthers = under.includes('resources') && !under.includes('partners');
  return !(speaksOfOthers && cut.keys.some((key) => ['stakes', 'actions'].includes(key)));
}

function labelBefore(
  text: string,
  colon: number,
  from: number,
  own: readonly OwnLabel[]
): Cut | null {
  const start = Math.max(from, colon - 110);
  const words = [...text.slice(start, colon).matchAll(/\S+/gu)].slice(-LONGEST_LABEL);
  for (const [at, { 0: word, index }] of words.entries()) {
    if (!/^\p{Lu}/u.test(word)) continue;
    const before = words[at - 1]?.[0] ?? '';
    if (CALLS.has(root(wordsOf(before).at(-1) ?? '')) && /\p{L}$/u.test(before)) continue;
    const label = text.slice(start + index, colon).trim();
    const keys = headingsNamed(label, own);
    if (keys.length > 0) return { at: start + index, after: colon + 1, label, keys };
  }
  return null;
}

/** A text of one long line: cut before each word that begins a label, colon or not. For texts that lost their lines. */
export function cutFlattened(text: string, own: readonly OwnLabel[]): string[] {
  const seen = new Set<string>();
  const cuts: number[] = [];
  const words = [...text.matchAll(/\S+/gu)];
  for (const [at, { 0: word, index }] of words.entries()) {
    if (!/^\p{Lu}/u.test(word) || at === 0) continue;
    if (CALLS.has(root(wordsOf(words[at - 1]![0]).at(-1) ?? ''))) continue;
    const ahead = text.slice(index, index + 160);
    const keys = readBareLabel(ahead, own)?.keys ?? [];
    const isNew = keys.length > 0 && keys.every((key) => !seen.has(key));
    if (!isNew && (seen.size > 0 || !beginsMark(ahead))) continue;
    for (const key of keys) seen.add(key);
    cuts.push(index);
  }
  return [0, ...cuts].map((start, at) => text.slice(start, cuts[at]).trim()).filter(Boolean);
}

function beginsMark(ahead: string): boolean {
  const kind = readMark(ahead)?.kind;
  return kind !== undefined && kind !== 'title' && kind !== 'name';
}
