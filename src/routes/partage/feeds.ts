import type { FeedEntry } from '#domain/discovery/feeds.ts';
import { NEWS_LABELS, type NewsItem } from '#domain/discovery/news.ts';
import { writeAtom } from '#domain/discovery/server/feeds/documents.ts';
import { listEverything } from '#domain/discovery/server/news/everything/queries.ts';
import { VISITOR } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';

/** How many entries a feed holds. */
const LENGTH = 50;

/** What is public, of all territories or of one: whoever asks, the same. */
export async function readPublicFeed(
  db: Database,
  territory: Pick<Territory, 'id' | 'slug' | 'name' | 'nameWithDe'> | null
): Promise<Response> {
  const now = new Date();
  const filter = { territory: territory?.id, now };
  const { items } = await listEverything(db, VISITOR, filter, { page: 1, size: LENGTH });
  const head = {
    title: territory ? `Partage ${territory.nameWithDe}` : 'Partage',
    subtitle: 'Projets, retours d’expérience, questions, opportunités et documents publics.',
    self: territory ? `/partage/${territory.slug}.atom` : '/partage.atom',
    page: territory ? `/partage?territoire=${territory.slug}` : '/partage'
  };
  return answerAtom(writeAtom(head, items.map(asEntry), now), 'public, max-age=900');
}

export function asEntry(item: NewsItem): FeedEntry {
  return { ...item, kicker: NEWS_LABELS[item.kind] };
}

export function answerAtom(xml: string, cacheControl: string): Response {
  return new Response(xml, {
    headers: {
      'content-type': 'application/atom+xml; charset=utf-8',
      'cache-control': cacheControl,
      'x-robots-tag': 'noindex'
    }
  });
}
