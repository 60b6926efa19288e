import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import { isPerson } from '#domain/identity/rules.ts';
import { pageOf, type ContributionSummary } from '#domain/sharing/model.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import { READ_REPLY } from '#domain/sharing/server/replies/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId } from '#shared/ids.ts';
import { abridge } from '#shared/text.ts';
import { whyOf, type Interests, type NewsItem } from '../../../news.ts';
import { readGrounds } from '../../interests/queries.ts';
import { subjectOf, type Span } from '../subjects/queries.ts';

interface Said {
  readonly id: ContributionId;
  readonly isProgress: boolean;
  readonly count: number;
  readonly at: Date;
  /** What was said last. */
  readonly body: string;
  /** She has answered there too. */
  readonly joined: boolean;
}

const MOST = 100;

/** What is repeated of what somebody said. */
export const excerptOf = (body: string): string => abridge(body, 240);

/**
 * What was said by others: the news of projects that concern her, and the answers of conversations that are hers, that
 * she joined or follows. Among members: she is one of them.
 */
export async function listSaid(
  db: Executor,
  actor: PersonActor,
  interests: Interests,
  span: Span
): Promise<NewsItem[]> {
  const said = await listGroups(db, interests, span);
  const readable = await listAmong(db, actor, [...new Set(said.map(({ id }) => id))]);
  const byId = new Map(readable.map((one) => [one.id, one]));
  const grounds = await readGrounds(db, interests, [...byId.keys()]);
  return said.flatMap((one) => {
    const about = byId.get(one.id);
    if (!about) return [];
    const isHers = about.place.writers.some((writer) => isPerson(actor, writer));
    const hers = isHers ? ('written' as const) : one.joined ? ('joined' as const) : undefined;
    const reason = whyOf(subjectOf(about, grounds.get(one.id), hers), interests);
    const isMeant = one.isProgress || hers || reason?.kind === 'followed';
    return reason && isMeant ? [asItem(one, about, reason)] : [];
  });
}

async function listGroups(
  db: Executor,
  interests: Interests,
  { since, until }: Span
): Promise<Said[]> {
  const { person, territories } = interests;
  const { rows } = await sql<Said>`
    select c.id, r.kind = 'news' as "isProgress", count(*)::int as count, max(r.written_at) as at,
      (array_agg(r.body order by r.written_at desc, r.id desc))[1] as body,
      exists (select from reply mine where mine.contribution_id = c.id and mine.author_id = ${person}
        and mine.kind <> 'review' and mine.removed_at is null) as joined
    from reply r join contribution c on c.id = r.contribution_id
    where c.territory_id = any(${territories}::bigint[]) and ${READ_REPLY}
      and r.written_at > ${since} and r.written_at <= ${until} and r.author_id is distinct from ${person}
    group by c.id, r.kind = 'news'
    order by max(r.written_at) desc limit ${MOST}`.execute(db);
  return rows;
}

function asItem(said: Said, about: ContributionSummary, reason: NewsItem['reason']): NewsItem {
  return {
    key: `${said.isProgress ? 'progress' : 'answer'}:${said.id}`,
    kind: said.isProgress ? 'progress' : 'answer',
    title: said.count > 1 ? `${about.title} (${said.count})` : about.title,
    text: excerptOf(said.body),
    href: said.isProgress ? pageOf(about) : `${pageOf(about)}#reponses`,
    at: new Date(said.at),
    territory: about.territory,
    reason
  };
}
