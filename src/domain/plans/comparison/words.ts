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

/** What became of a text, in its order: read without what is removed, it is the second. */
export function compareWords(before: string, after: string): WordMark[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
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
  const left = [...gone];
  const marks: ItemMark[] = [];
  for (const [index, text] of come.entries()) {
    const coming = come.slice(index);
    const isKept = (was: string) => coming.some((one) => isAlike(was, one));
    while (left.length > 0 && !isKept(left[0]!)) marks.push(whole('removed', left.shift()!));
    const was = left.length > 0 && isAlike(left[0]!, text) ? left.shift() : undefined;
    if (was === undefined) marks.push(whole('added', text));
    else marks.push({ kind: 'changed', words: compareWords(was, text) });
  }
  return [...marks, ...left.map((was) => whole('removed', was))];
}

function whole(kind: 'removed' | 'added', text: string): ItemMark {
  return { kind, words: [{ kind, text }] };
}

function isAlike(one: string, other: string): boolean {
  const kept = compareWords(one, other)
    .filter(({ kind }) => kind === 'same')
    .reduce((all, { text }) => all + text.trim().length, 0);
  return kept >= ALIKE * Math.max(1, Math.min(one.length, other.length));
}
