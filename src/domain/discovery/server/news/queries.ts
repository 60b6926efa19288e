import { sql, type RawBuilder } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import { isPerson } from '#domain/identity/rules.ts';
import { pageOf, type ContributionSummary } from '#domain/sharing/model.ts';
import { listContributions } from '#domain/sharing/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { inOrder, whyOf, type Interests, type NewsItem } from '../../news.ts';
import { readGrounds } from '../interests/queries.ts';
import { listSaid } from './replies/queries.ts';
import { listEventNews, listMinutesNews } from './sources/events/queries.ts';
import { listCommitteeNews, listStructureNews } from './sources/queries.ts';
import { isOf, stillServes, subjectOf, territoriesOf, type Span } from './subjects/queries.ts';

/** More than anybody reads at once: the rest is in the lists. */
const MOST = 120;

/**
 * What is new for somebody between two instants, and why; what she has written herself is not. Each source is read by
 * its own rules with her rights of now: what she may not read, was taken off, or hidden since, is not there. As many
 * statements for one item as for a hundred.
 */
export async function listNews(
  db: Executor,
  actor: PersonActor,
  interests: Interests,
  span: Span
): Promise<NewsItem[]> {
  const sources = await Promise.all([
    listPublished(db, actor, interests, span),
    listSaid(db, actor, interests, span),
    listEventNews(db, actor, interests, span),
    listMinutesNews(db, actor, interests, span),
    listStructureNews(db, interests, span),
    listCommitteeNews(db, actor, interests, span)
  ]);
  return inOrder(sources.flat());
}

async function listPublished(
  db: Executor,
  actor: PersonActor,
  interests: Interests,
  { since, until }: Span
): Promise<NewsItem[]> {
  const also = sql<boolean>`c.published_at > ${since} and c.published_at <= ${until}
    and (c.territory_id = any(${territoriesOf(interests)}::bigint[]) or ${followsIt(interests)})
    and ${stillServes(until)}`;
  const { items } = await listContributions(db, actor, { also }, { page: 1, size: MOST });
  const others = items.filter(({ place }) => !place.writers.some((one) => isPerson(actor, one)));
  const grounds = await readGrounds(
    db,
    interests,
    others.map(({ id }) => id)
  );
  return others.flatMap((one) => {
    const reason = whyOf(subjectOf(one, grounds.get(one.id)), interests);
    return reason ? [asItem(one, reason)] : [];
  });
}

function followsIt({ follows }: Interests): RawBuilder<boolean> {
  const ids = follows
    .filter(({ target, muted }) => target === 'contribution' && !muted)
    .map(({ key }) => Number(key));
  return sql<boolean>`c.id = any(${ids}::bigint[])`;
}

function asItem(one: ContributionSummary, reason: NewsItem['reason']): NewsItem {
  const isOpen = isOf(one, 'question') && one.details.resolvedAt === null;
  return {
    key: `${one.kind}:${one.id}`,
    kind: one.kind,
    title: one.title,
    text: one.summary,
    href: pageOf(one),
    at: new Date(one.publishedAt!),
    territory: one.territory,
    reason,
    ...(isOpen && { question: one.id })
  };
}
