import { enumerate } from '#shared/text.ts';

const MOST_NAMED = 5;

/** « Aucamville, Bouillac et 3 autres »: the first names, and how many more. */
export function formatNames(names: readonly string[]): string {
  if (names.length <= MOST_NAMED + 1) return enumerate([...names]);
  return `${names.slice(0, MOST_NAMED).join(', ')} et ${names.length - MOST_NAMED} autres`;
}
