import { findFollow } from '#domain/discovery/server/follows/queries.ts';
import type { Contribution } from '#domain/sharing/model.ts';

/** Whether the person who reads follows what is shared: what its `ReadFoot` shows. Null where there is nothing to follow. */
export async function readFollow(
  { db, actor }: Pick<App.Locals, 'db' | 'actor'>,
  { id, status, place }: Contribution
) {
  if (status !== 'published' || place.removed) return null;
  return findFollow(db, actor, { target: 'contribution', key: String(id) });
}
