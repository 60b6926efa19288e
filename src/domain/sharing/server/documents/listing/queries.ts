/** Documents as one looks for them: by their words, what is written in their file included, their type, their tags. */
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { mediaTypesOf, type Family } from '../../../documents/formats.ts';
import type { FileVersion } from '../../../documents/versions.ts';
import type { ContributionSummary } from '../../../model.ts';
import { listedFor, TABLES } from '../../columns/queries.ts';
import { listContributions, type ContributionFilter, type Page } from '../../queries.ts';
import { listCurrentFiles } from '../queries.ts';
import { sayingAll, WRITTEN } from '../../words/queries.ts';

export interface DocumentFilter extends Omit<ContributionFilter, 'kinds' | 'also'> {
  /** Words that are all in it or in its file, whatever their accents. */
  readonly words?: string;
  readonly tag?: string | undefined;
  readonly family?: Family | undefined;
  /** Those whose day has passed. @see today */
  readonly isToReview?: boolean;
  /** A civil day. */
  readonly today: string;
}

export interface ListedDocument {
  readonly item: ContributionSummary<'document'>;
  /** Null while it has none. */
  readonly file: FileVersion | null;
}

/** Documents that an actor may read, the latest first, each with its current file: three statements. */
export async function listDocuments(
  db: Executor,
  actor: Actor,
  { words = '', tag, family, isToReview, today, ...filter }: DocumentFilter,
  page: Page
): Promise<{ items: ListedDocument[]; total: number }> {
  const said = sayingAll(ITS_WORDS, words);
  const conditions: RawBuilder<boolean>[] = said ? [said] : [];
  const detail = (condition: RawBuilder<unknown>) =>
    conditions.push(
      sql<boolean>`exists (select from document d where d.contribution_id = c.id and ${condition})`
    );
  if (tag) detail(sql`${tag} = any(d.tags)`);
  if (isToReview) detail(sql`d.expires_on < ${today}::date`);
  if (family)
    conditions.push(
      sql<boolean>`(${CURRENT('media_type')}) = any(${mediaTypesOf(family)}::text[])`
    );
  const also =
    conditions.length > 0 ? sql<boolean>`${sql.join(conditions, sql` and `)}` : undefined;
  const asked = { ...filter, kinds: ['document'] as const, ...(also && { also }) };
  const { items, total } = await listContributions(db, actor, asked, page);
  const files = await listCurrentFiles(
    db,
    items.map(({ id }) => id)
  );
  return { items: items.map((item) => ({ item, file: files.get(item.id) ?? null })), total };
}

/** The tags of the documents that an actor may read, the most used first. */
export async function listTags(db: Executor, actor: Actor): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    select x.tag from ${TABLES} join document d on d.contribution_id = c.id cross join unnest(d.tags) as x (tag)
    where ${listedFor(actor)} group by x.tag order by count(*) desc, x.tag limit 40`.execute(db);
  return rows.map(({ tag }) => tag);
}

const CURRENT = (column: 'media_type' | 'text' | 'file_name') => sql`
  select v.${sql.ref(column)} from document_version v where v.contribution_id = c.id order by v.number desc limit 1`;

/** What is read of it, its file included. */
const ITS_WORDS = sql`concat_ws(' ', ${WRITTEN},
  (select array_to_string(d.tags, ' ') from document d where d.contribution_id = c.id),
  (${CURRENT('file_name')}), (${CURRENT('text')}))`;
