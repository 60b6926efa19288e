import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import { pageOf, type ContributionSummary } from '#domain/sharing/model.ts';
import { listAmong, listContributions } from '#domain/sharing/server/queries.ts';
import { READ_REPLY } from '#domain/sharing/server/replies/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId } from '#shared/ids.ts';
import { abridge, plural } from '#shared/text.ts';
import { sayWhy, whyOf, type Expected, type Interests } from '../../../news.ts';
import { readGrounds } from '../../interests/queries.ts';
import { subjectOf } from '../subjects/queries.ts';

const DAY = 86_400_000;
/** A question older than this waits for nobody any more. */
const OPEN_DAYS = 60;
const MOST = 4;

/** What needs an answer from her, the least answered first: never who has, or has not, read anything. */
export async function listExpected(
  db: Executor,
  actor: PersonActor,
  interests: Interests,
  now: Date
): Promise<Expected[]> {
  const [interested, settled, open] = await Promise.all([
    listInterested(db, actor),
    listToResolve(db, actor),
    listToAnswer(db, actor, interests, now)
  ]);
  return [...interested, ...settled, ...open];
}

async function listToAnswer(
  db: Executor,
  actor: PersonActor,
  interests: Interests,
  now: Date
): Promise<Expected[]> {
  const { items } = await listContributions(
    db,
    actor,
    {
      kinds: ['question'],
      since: new Date(now.getTime() - OPEN_DAYS * DAY),
      also: sql<boolean>`c.territory_id = any(${interests.territories}::bigint[])
        and c.author_id is distinct from ${actor.id}
        and exists (select from question d where d.contribution_id = c.id and d.resolved_at is null)
        and not exists (select from reply r where r.contribution_id = c.id and r.author_id = ${actor.id}
          and r.removed_at is null)`
    },
    { page: 1, size: 40 }
  );
  const grounds = await readGrounds(
    db,
    interests,
    items.map(({ id }) => id)
  );
  return items
    .toSorted((a, b) => a.replyCount - b.replyCount)
    .flatMap((one) => {
      const reason = whyOf(subjectOf(one, grounds.get(one.id)), interests);
      if (!reason) return [];
      const answers =
        one.replyCount === 0 ? 'Personne n’a encore répondu' : plural(one.replyCount, 'réponse');
      const text = `${answers} · ${sayWhy(reason)}`;
      const href = `${pageOf(one)}#repondre`;
      return [{ kind: 'answer' as const, title: one.title, text, href, gesture: 'Répondre' }];
    })
    .slice(0, MOST);
}

/** Her own questions that were answered: did it help? */
async function listToResolve(db: Executor, actor: PersonActor): Promise<Expected[]> {
  const { items } = await listContributions(
    db,
    actor,
    {
      kinds: ['question'],
      author: actor.id,
      also: sql<boolean>`exists (select from question d where d.contribution_id = c.id and d.resolved_at is null)
        and exists (select from reply r where r.contribution_id = c.id and r.author_id is distinct from ${actor.id}
          and ${READ_REPLY})`
    },
    { page: 1, size: MOST }
  );
  return items.map((one) => ({
    ...{ kind: 'resolve' as const, title: one.title, href: `${pageOf(one)}#reponses` },
    text: `${plural(one.replyCount, 'réponse')} à votre question`,
    gesture: 'Lire et dire si cela aide'
  }));
}

/** Who said « ça m’intéresse » of what she writes, and was not answered. */
async function listInterested(db: Executor, actor: PersonActor): Promise<Expected[]> {
  const { rows } = await sql<{ id: ContributionId; names: string[] }>`
    select i.contribution_id as id, array_agg(p.name order by i.created_at) as names
    from interest i join person p on p.id = i.person_id join contribution c on c.id = i.contribution_id
    where i.answered_at is null and i.withdrawn_at is null and (c.author_id = ${actor.id} or exists (
      select from contribution_person x where x.contribution_id = c.id and x.person_id = ${actor.id} and x.role = 'writer'))
    group by 1 order by min(i.created_at) limit ${MOST}`.execute(db);
  const ids = rows.map(({ id }) => id);
  const readable = new Map((await listAmong(db, actor, ids)).map((one) => [one.id, one]));
  return rows.flatMap(({ id, names }) => {
    const about = readable.get(id);
    return about ? [asInterest(about, names)] : [];
  });
}

function asInterest(about: ContributionSummary, names: readonly string[]): Expected {
  const who = names.length > 2 ? plural(names.length, 'personne') : names.join(' et ');
  return {
    ...{ kind: 'interest', title: about.title, href: pageOf(about), gesture: 'Leur répondre' },
    text: abridge(`${who} s’y intéresse${names.length > 1 ? 'nt' : ''}`, 200)
  };
}
