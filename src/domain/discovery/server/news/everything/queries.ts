import type { Actor } from '#domain/identity/model.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { listContributions, type Page } from '#domain/sharing/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { NewsItem } from '../../../news.ts';
import { stillServes } from '../subjects/queries.ts';

/** All that was shared and an actor may read, the latest first, whoever it concerns: a visitor reads what is public. */
export async function listEverything(
  db: Executor,
  actor: Actor,
  { territory, now }: { readonly territory?: TerritoryId | undefined; readonly now: Date },
  page: Page
): Promise<{ items: NewsItem[]; total: number }> {
  const { items, total } = await listContributions(
    db,
    actor,
    { territory, also: stillServes(now) },
    page
  );
  return {
    total,
    items: items.map((one) => ({
      ...{ key: `${one.kind}:${one.id}`, kind: one.kind, title: one.title, text: one.summary },
      ...{ href: pageOf(one), at: new Date(one.publishedAt!), territory: one.territory },
      reason: { kind: 'network' }
    }))
  };
}
