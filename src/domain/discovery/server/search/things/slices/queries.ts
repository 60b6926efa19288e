/** How a page of what was found is read again where it is written. */
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { Found } from '../../../../search.ts';

/** Some of what was found, as its page of results shows it. */
export interface Shown {
  /** All that the actor may read. */
  readonly total: number;
  readonly items: readonly Found[];
}

export interface Slice {
  /** From 1. */
  readonly page: number;
  readonly size: number;
  readonly now: Date;
}

/** A kind of content read again where it is written: what the actor may not read is not there, and is not counted. */
export type Show = (
  db: Executor,
  actor: Actor,
  ids: readonly number[],
  slice: Slice
) => Promise<Shown>;

/** A page of what was read whole, in the order of what was asked. */
export function slice<T extends { readonly id: unknown }>(
  read: readonly T[],
  ids: readonly number[],
  { page, size }: Slice,
  show: (one: T) => Found
): Shown {
  const place = new Map(ids.map((id, at) => [id, at]));
  const ordered = read.toSorted(
    (a, b) => (place.get(Number(a.id)) ?? 0) - (place.get(Number(b.id)) ?? 0)
  );
  return {
    total: read.length,
    items: ordered.slice((page - 1) * size, page * size).map(show)
  };
}
