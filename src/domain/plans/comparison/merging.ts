/** Two people write a sheet at once: what each changed is kept, and what both changed is asked about. */
import type { Fields } from './content.ts';

/** A field that two people wrote otherwise. */
export interface FieldConflict {
  readonly path: string;
  /** What both had read; undefined when it is not known. */
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface MergedFields {
  /** What is to be written: mine, where I changed something and nobody else did. */
  readonly written: Fields;
  readonly conflicts: readonly FieldConflict[];
}

/**
 * @param base - what was read before it was changed; null when nobody knows: then all that differs is a conflict
 * @param mine - what is typed; what it does not have, it does not change
 * @param theirs - what the sheet says now
 */
export function mergeFields(base: Fields | null, mine: Fields, theirs: Fields): MergedFields {
  const written = new Map<string, unknown>();
  const conflicts: FieldConflict[] = [];
  for (const [path, value] of mine) {
    const now = theirs.get(path);
    if (isSame(value, now)) continue;
    const was = base?.get(path);
    if (base && isSame(value, was)) continue;
    if (base && isSame(was, now)) written.set(path, value);
    else conflicts.push({ path, base: was, mine: value, theirs: now });
  }
  return { written, conflicts };
}

/** A heading that nobody wrote is an empty one. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
}

function canonical(value: unknown): unknown {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, canonical(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
  );
}
