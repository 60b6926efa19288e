import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { callTo } from '#domain/sharing/server/calls/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { addDays, civilTime } from '#shared/dates.ts';
import type { PersonId } from '#shared/ids.ts';
import type { NewsItem } from '../../news.ts';
import { readInterests } from '../interests/queries.ts';
import { listNews } from '../news/queries.ts';
import type { Span } from '../news/subjects/queries.ts';
import { MOST_TOLD, type DigestContent, type Reader } from './mails.ts';

/** How somebody becomes an actor: given by who runs the jobs, since roles belong to several domains. */
export type LoadActor = (db: Executor, person: PersonId) => Promise<Actor>;

/** Days during which a question is answered from a digest. */
const OPEN_DAYS = 14;

/** What somebody may read of what happened in a span, with her rights of now. Nothing once her account is gone or suspended. */
export async function readDigest(
  db: Executor,
  loadActor: LoadActor,
  person: PersonId,
  span: Span
): Promise<NewsItem[]> {
  const actor = await loadActor(db, person);
  if (actor.kind !== 'person') return [];
  return listNews(db, actor, await readInterests(db, actor), span);
}

/** With the address where each open question it tells is answered. */
export async function withAnswers(
  tx: Tx,
  person: PersonId,
  key: string,
  { items, now }: { readonly items: readonly NewsItem[]; readonly now: Date }
): Promise<DigestContent> {
  const until = addDays(civilTime(now, 'Europe/Paris').slice(0, 10), OPEN_DAYS);
  const answers = new Map<string, string>();
  for (const { key: item, question } of items.slice(0, MOST_TOLD))
    if (question) answers.set(item, await callTo(tx, question, person, 'digest', until));
  return { key, items, answers };
}

interface Found extends Span, Reader {
  readonly person: PersonId;
}

/** The digest a message carries; null once it, or its person, is gone. @param key - `digestKey`. */
export async function findDigest(db: Executor, key: string): Promise<Found | null> {
  const id = /^digest:(\d+)$/.exec(key)?.[1];
  if (!id) return null;
  const { rows } = await sql<Found>`
    select d.person_id as person, d.since, d.until, p.name, p.email from digest d join person p on p.id = d.person_id
    where d.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export function digestKey(id: number): string {
  return `digest:${id}`;
}
