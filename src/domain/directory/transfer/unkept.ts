import type { Unkept } from './record.ts';

/** Counts what a file says and a fiche has no place for. */
export class UnkeptValues {
  readonly counts = new Map<string, Unkept>();

  add(field: string, value: unknown): void {
    if (value === null || value === undefined || value === '') return;
    // Dates, positions and free texts would make one line each: they are counted by field.
    const shown =
      typeof value === 'string' && /^[a-z0-9-]{1,120}$/.test(value) && !/^\d/.test(value)
        ? value
        : '';
    const key = `${field} ${shown}`;
    const known = this.counts.get(key);
    this.counts.set(key, { field, value: shown, count: (known?.count ?? 0) + 1 });
  }

  list(): Unkept[] {
    return [...this.counts.values()].sort(
      (a, b) => b.count - a.count || a.field.localeCompare(b.field)
    );
  }
}
