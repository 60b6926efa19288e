import { sql, type RawBuilder } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import { isPerson } from '#domain/identity/rules.ts';
import { pageOf, type ContributionKind, type ContributionSummary } from '#domain/sharing/model.ts';
import { listContributions } from '#domain/sharing/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { civilTime } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';
import {
  inOrder,
  whyOf,
  type Ground,
  type Interests,
  type NewsItem,
  type Subject
} from '../../news.ts';
import { readGrounds } from '../interests/queries.ts';
import { listSaid } from './replies/queries.ts';
import { listEventNews, listMinutesNews } from './sources/events/queries.ts';
import { listCommitteeNews, listStructureNews } from './sources/queries.ts';

/** What happened after one instant, and not after another. */
export interface Span {
  readonly since: Date;
  readonly until: Date;
}

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

/** The territories whose news may concern her: her networks, and those she follows. */
export function territoriesOf({ territories, follows }: Interests): TerritoryId[] {
  const followed = follows
    .filter(({ target, muted }) => target === 'territory' && !muted)
    .map(({ key }) => Number(key) as TerritoryId);
  return [...new Set([...territories, ...followed])];
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

/** An opportunity that is over is news for nobody. */
export function stillServes(now: Date): RawBuilder<boolean> {
  const today = civilTime(now, 'Europe/Paris').slice(0, 10);
  return sql<boolean>`not exists (select from opportunity o where o.contribution_id = c.id and o.expires_on < ${today})`;
}

function followsIt({ follows }: Interests): RawBuilder<boolean> {
  const ids = follows
    .filter(({ target, muted }) => target === 'contribution' && !muted)
    .map(({ key }) => Number(key));
  return sql<boolean>`c.id = any(${ids}::bigint[])`;
}

/** All that may make a contribution concern somebody. */
export function subjectOf(
  one: ContributionSummary,
  ground: Ground = { kind: 'whole' },
  hers?: Subject['hers']
): Subject {
  return {
    self: { target: 'contribution', key: String(one.id) },
    territory: one.territory.id,
    structures: one.carriers.flatMap(({ structure }) => (structure ? [structure] : [])),
    themes: one.themes,
    ground,
    hers,
    asked: askedOf(one)
  };
}

function isOf<Kind extends ContributionKind>(
  one: ContributionSummary,
  kind: Kind
): one is ContributionSummary<Kind> {
  return one.kind === kind;
}

function askedOf(one: ContributionSummary): Subject['asked'] {
  if (!isOf(one, 'question')) return undefined;
  const { askedTo, theme, structureType } = one.details;
  if (askedTo === 'theme' && theme) return { theme };
  return askedTo === 'structure-type' && structureType ? { type: structureType } : 'network';
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
