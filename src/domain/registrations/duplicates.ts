/** The same person registered twice, probably: somebody decides. */
import type { RegistrationId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';

/** What is compared. */
export interface Entry {
  readonly id: RegistrationId;
  readonly firstName: string;
  readonly lastName: string;
  /** '' when there is none. */
  readonly structure: string;
}

export type Likeness = 'same-name' | 'near-name';

export interface LikelyDuplicate<T extends Entry = Entry> {
  readonly first: T;
  readonly second: T;
  readonly why: Likeness;
}

export const LIKENESS_LABELS: Readonly<Record<Likeness, string>> = {
  'same-name': 'Même nom, adresses différentes',
  'near-name': 'Noms proches, même structure'
};

interface Compared<T extends Entry> {
  readonly entry: T;
  readonly name: string;
  /** How many times each letter: two names far apart in letters are far apart, which is quick to see. */
  readonly letters: Uint8Array;
}

/**
 * The pairs that look alike: the same name, whatever the order, the accents and the hyphens; or nearly the same name in
 * the same structure.
 * @param decided - pairs already said to be two people, as `pairKey` writes them.
 */
export function findDuplicates<T extends Entry>(
  entries: readonly T[],
  decided: ReadonlySet<string> = new Set()
): LikelyDuplicate<T>[] {
  const compared = entries
    .toSorted((a, b) => a.id - b.id)
    .map((entry) => ({ entry, name: nameKey(entry) }))
    .map((one): Compared<T> => ({ ...one, letters: lettersOf(one.name) }))
    .filter(({ name }) => name !== '');
  const found = new Map<string, LikelyDuplicate<T>>();
  const keep = (a: Compared<T>, b: Compared<T>, why: Likeness) => {
    const key = pairKey(a.entry.id, b.entry.id);
    if (!decided.has(key) && !found.has(key))
      found.set(key, { first: a.entry, second: b.entry, why });
  };
  for (const alike of Map.groupBy(compared, ({ name }) => name).values())
    eachPair(alike, (a, b) => keep(a, b, 'same-name'));
  const together = Map.groupBy(compared, ({ entry }) => normalise(entry.structure));
  for (const [structure, colleagues] of together)
    if (structure !== '')
      eachPair(colleagues, (a, b) => {
        if (isNear(a, b)) keep(a, b, 'near-name');
      });
  return [...found.values()];
}

/** A pair, whichever comes first. */
export function pairKey(a: RegistrationId, b: RegistrationId): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}

/** The words of a name in alphabetical order: « Essai Camille » is « Camille Essai ». */
function nameKey({ firstName, lastName }: Entry): string {
  return normalise(`${firstName} ${lastName}`).split(' ').toSorted().join(' ').trim();
}

function eachPair<T>(all: readonly T[], look: (a: T, b: T) => void): void {
  for (const [at, one] of all.entries()) for (const other of all.slice(at + 1)) look(one, other);
}

function lettersOf(name: string): Uint8Array {
  const counts = new Uint8Array(32);
  for (const letter of name) counts[letter.charCodeAt(0) % 32]! += 1;
  return counts;
}

/** One slip of the keyboard in a short name, two in a longer one. */
function isNear(one: Compared<Entry>, other: Compared<Entry>): boolean {
  const [a, b] = [one.name, other.name];
  const most = Math.min(a.length, b.length) >= 10 ? 2 : 1;
  if (a === b || Math.abs(a.length - b.length) > most) return false;
  let apart = 0;
  for (let at = 0; at < 32; at += 1) apart += Math.abs(one.letters[at]! - other.letters[at]!);
  return apart <= 2 * most && distance(a, b) <= most;
}

/** How many letters to change, add or take away (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(
        row[j]! + 1,
        next[j - 1]! + 1,
        row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      );
    row = next;
  }
  return row[b.length]!;
}
