import { askedWords, tellingWords, typosAllowed } from '#domain/directory/search.ts';
import type { Random } from './random.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** One typing error: a letter missing, added, replaced, or swapped with its neighbour, anywhere in the word. */
export function mistype(random: Random, word: string): string {
  for (;;) {
    const i = random.below(word.length);
    const letter = LETTERS[random.below(26)]!;
    const next = word[i + 1];
    const typed = [
      word.slice(0, i) + word.slice(i + 1),
      word.slice(0, i) + letter + word.slice(i),
      word.slice(0, i) + letter + word.slice(i + 1),
      next === undefined ? word : word.slice(0, i) + next + word[i]! + word.slice(i + 2)
    ][random.below(4)]!;
    // Shorter than five letters, nothing is tolerated: that is not what is measured.
    if (typed !== word && typosAllowed(typed) > 0) return typed;
  }
}

/** What a person types to find a structure by its name: its telling words, one of them mistyped; null when none can be. */
export function mistypedName(random: Random, name: string): string | null {
  const all = tellingWords(name).slice(0, 8);
  const long = all.filter((word) => typosAllowed(word) > 0);
  if (long.length === 0) return null;
  const chosen = all.indexOf(random.pick(long));
  const typed = all.map((word, i) => (i === chosen ? mistype(random, word) : word)).join(' ');
  return askedWords(typed).length > 0 ? typed : null;
}
