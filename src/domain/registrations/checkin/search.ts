import { compareNames, normalise } from '#shared/text.ts';
import type { Expected } from './model.ts';

/** Fewer letters would list everybody. */
const FEWEST_LETTERS = 2;

/** Somebody with the words she is found by, prepared once. */
export interface Findable<T> {
  readonly person: T;
  readonly words: readonly string[];
  readonly sortedBy: string;
}

export type Named = Pick<Expected, 'first' | 'last' | 'structure'>;

/** Prepares a list to be searched at each letter typed. */
export function findable<T extends Named>(people: readonly T[]): Findable<T>[] {
  return people
    .map((person) => ({
      person,
      words: normalise(`${person.last} ${person.first} ${person.structure}`).split(' '),
      sortedBy: `${person.last} ${person.first}`
    }))
    .sort((a, b) => compareNames(a.sortedBy, b.sortedBy));
}

/**
 * Those whose name holds each word typed, at the beginning of one of its own: accents, case and order aside. Names
 * come before structures.
 * @param most - how many at most.
 */
export function search<T extends Named>(
  list: readonly Findable<T>[],
  typed: string,
  most: number
): T[] {
  const asked = normalise(typed).split(' ').filter(Boolean);
  if (asked.join('').length < FEWEST_LETTERS) return [];
  const found = list.filter(({ words }) =>
    asked.every((word) => words.some((one) => one.startsWith(word)))
  );
  const byName = (one: Findable<T>) => {
    const own = normalise(`${one.person.last} ${one.person.first}`).split(' ');
    return asked.every((word) => own.some((name) => name.startsWith(word)));
  };
  const named = found.filter(byName);
  const others = found.filter((one) => !named.includes(one));
  return [...named, ...others].slice(0, most).map(({ person }) => person);
}

/** Those who bear the very name of somebody who says she is not registered. */
export function namesakes<T extends Named>(
  list: readonly Findable<T>[],
  { first, last }: Pick<Named, 'first' | 'last'>
): T[] {
  const name = normalise(`${last} ${first}`);
  if (name === '') return [];
  return list
    .filter(({ person }) => normalise(`${person.last} ${person.first}`) === name)
    .map(({ person }) => person);
}
