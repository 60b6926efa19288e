import { listOwn } from '#domain/sharing/server/queries.ts';
import type { ContributionKind, ContributionSummary } from '#domain/sharing/model.ts';

/** What the person who reads writes of a kind and has not published; nobody else’s, and nothing for a visitor. */
export async function listDrafts(
  { db, actor }: Pick<App.Locals, 'db' | 'actor'>,
  asked: ContributionKind
): Promise<Pick<ContributionSummary, 'slug' | 'title'>[]> {
  if (actor.kind !== 'person') return [];
  const own = await listOwn(db, actor.id);
  return own
    .filter(({ kind, status, place }) => kind === asked && status === 'draft' && !place.removed)
    .map(({ slug, title }) => ({ slug, title }));
}
