import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { entryWords, type Source } from '../../../search.ts';
import { readEntries } from '../sources/queries.ts';
import type { Entry } from '../../../search.ts';

/** A content that changed since it was indexed, and the marks that say so. */
export interface StaleContent {
  readonly source: Source;
  readonly id: number;
  readonly marks: readonly string[];
}

/** The contents that changed since they were indexed, the first marked first. */
export async function readStale(db: Executor, most: number): Promise<StaleContent[]> {
  const { rows } = await sql<StaleContent>`
    select source, source_id as id, array_agg(changed_by::text) as marks
    from content_stale group by source, source_id order by min(changed_by::text::numeric), source, source_id
    limit ${most}`.execute(db);
  return rows;
}

/** A row of the index. */
export interface EntryRecord {
  readonly source: Source;
  readonly source_id: number;
  readonly layer: string;
  readonly kind: string;
  readonly territory_id: number;
  readonly title: string;
  readonly head: string;
  readonly document: string;
  readonly happened_at: Date;
  readonly terms: readonly string[];
}

/** These contents read again at their source, as rows of the index. A statement a source. */
export async function asRecords(
  db: Executor,
  stale: readonly Pick<StaleContent, 'source' | 'id'>[]
): Promise<EntryRecord[]> {
  const records: EntryRecord[] = [];
  for (const [source, contents] of Map.groupBy(stale, (one) => one.source)) {
    const entries = await readEntries(
      db,
      source,
      contents.map(({ id }) => id)
    );
    records.push(...entries.map(asRecord));
  }
  return records;
}

function asRecord({ source, id, layer, kind, territory, at, texts }: Entry): EntryRecord {
  const { title, head, document, terms } = entryWords(texts);
  return {
    ...{ source, source_id: id, layer, kind, territory_id: territory },
    ...{ title, head, document, happened_at: at, terms }
  };
}
