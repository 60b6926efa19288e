/** Two states of a text or of a list, with what was taken off and what was added marked word by word. */
import { diffArrays, diffWordsWithSpace } from 'diff';

export interface WordMark {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** An item of a list: as it was, gone, new, or written otherwise. */
export interface ItemMark {
  readonly kind: 'same' | 'removed' | 'added' | 'changed';
  readonly words: readonly WordMark[];
}

/** Past this many words changed, two texts are two texts: marking each would take seconds and tell nothing. */
const MOST_CHANGES = 300;

/** What became of a text, in its order: read without what is removed, it is the second. */
export function compareWords(before: string, after: string): WordMark[] {
  const found = diffWordsWithSpace(before, after, { maxEditLength: MOST_CHANGES });
  if (!found)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after }
    ];
  return found.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value
  }));
}

/** What became of the items of a heading. One that is written otherwise is marked by its words, not as two. */
export function compareItems(before: readonly string[], after: readonly string[]): ItemMark[] {
  const marks: ItemMark[] = [];
  const parts = diffArrays([...before], [...after]);
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at]!;
    const next = parts[at + 1];
    if (part.removed && next?.added) {
      marks.push(...pairUp(part.value, next.value));
      at += 1;
    } else {
      const kind = part.added ? 'added' : part.removed ? 'removed' : 'same';
      marks.push(...part.value.map((text) => ({ kind, words: [{ kind, text }] }) as const));
    }
  }
  return marks;
}

/** Below this share of the shorter one in common, two items are two things. */
const ALIKE = 0.6;

function pairUp(gone: readonly string[], come: readonly string[]): ItemMark[] {
  const left = gone.map(weigh);
  const coming = come.map(weigh);
  const marks: ItemMark[] = [];
  for (const [index, one] of coming.entries()) {
    const rest = coming.slice(index);
    const isKept = (was: Weighed) => rest.some((next) => isAlike(was, next));
    while (left.length > 0 && !isKept(left[0]!)) marks.push(whole('removed', left.shift()!.text));
    const was = left.length > 0 && isAlike(left[0]!, one) ? left.shift() : undefined;
    if (was === undefined) marks.push(whole('added', one.text));
    else marks.push({ kind: 'changed', words: compareWords(was.text, one.text) });
  }
  return [...marks, ...left.map((was) => whole('removed', was.text))];
}

/** An item and how many times it says each of its words: what two items share is counted without comparing them in order. */
interface Weighed {
  readonly text: string;
  readonly words: ReadonlyMap<string, number>;
  /** Letters of all its words. */
  readonly weight: number;
}

function weigh(text: string): Weighed {
  const words = new Map<string, number>();
  let weight = 0;
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    words.set(word, (words.get(word) ?? 0) + 1);
    weight += word.length;
  }
  return { text, words, weight };
}

function whole(kind: 'removed' | 'added', text: string): ItemMark {
  return { kind, words: [{ kind, text }] };
}

function isAlike(one: Weighed, other: Weighed): boolean {
  let shared = 0;
  for (const [word, times] of one.words)
    shared += word.length * Math.min(times, other.words.get(word) ?? 0);
  return shared >= ALIKE * Math.max(1, Math.min(one.weight, other.weight));
}
