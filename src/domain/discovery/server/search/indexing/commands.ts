import { sql } from 'kysely';
import type { Database, Executor, Tx } from '#server/db/connection.ts';
import { SOURCES, type Source } from '../../../search.ts';
import { asRecords, readStale, type StaleContent } from '../stale/queries.ts';
import { listSourceIds } from '../sources/queries.ts';

const BATCH = 300;

/**
 * Indexes what changed, batch after batch, until nothing is left. One at a time: of two, the second would write what it
 * read before the first.
 * @returns how many contents were indexed.
 */
export async function indexStale(db: Database): Promise<number> {
  let indexed = 0;
  for (;;) {
    const size = await db.transaction().execute(indexBatch);
    indexed += size;
    if (size < BATCH) return indexed;
  }
}

/** What was marked when this began is read after it; what is marked meanwhile keeps its own mark. */
async function indexBatch(tx: Tx): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('content_search'))`.execute(tx);
  const stale = await readStale(tx, BATCH);
  if (stale.length === 0) return 0;
  const records = await asRecords(tx, stale);
  await forget(tx, stale);
  await write(tx, records);
  return stale.length;
}

async function forget(tx: Tx, stale: readonly StaleContent[]): Promise<void> {
  const json = JSON.stringify(stale);
  await sql`
    delete from content_stale s using jsonb_to_recordset(${json}::jsonb) as x (source text, id bigint, marks text[])
    where s.source = x.source and s.source_id = x.id and s.changed_by::text = any(x.marks)`.execute(
    tx
  );
  await sql`
    delete from content_search s using jsonb_to_recordset(${json}::jsonb) as x (source text, id bigint)
    where s.source = x.source and s.source_id = x.id`.execute(tx);
}

async function write(tx: Tx, records: Awaited<ReturnType<typeof asRecords>>): Promise<void> {
  if (records.length === 0) return;
  await sql`
    insert into content_search
    select r.* from jsonb_populate_recordset(null::content_search, ${JSON.stringify(records)}::jsonb) r`.execute(
    tx
  );
  const terms = [...new Set(records.flatMap((record) => record.terms))].sort();
  await sql`
    insert into content_term select term from unnest(${terms}::text[]) as term
    where not exists (select 1 from content_term known where known.term = term.term)
    order by term on conflict do nothing`.execute(tx);
}

/**
 * Reads everything again and forgets the words that nothing uses any more: whatever a trigger does not see (the words of
 * this code, a commune renamed) is right again by the morning. What is marked meanwhile waits for its turn.
 */
export async function indexEverything(db: Database): Promise<number> {
  for (const source of SOURCES) await markAll(db, source);
  await sql`
    insert into content_stale (source, source_id)
    select distinct source, source_id from content_search on conflict do nothing`.execute(db);
  const indexed = await indexStale(db);
  await sql`
    delete from content_term
    where term not in (select word from ts_stat('select document from content_search'))`.execute(
    db
  );
  return indexed;
}

async function markAll(db: Executor, source: Source): Promise<void> {
  let after = 0;
  for (;;) {
    const ids = await listSourceIds(db, source, { after, most: 5000 });
    const last = ids.at(-1);
    if (last === undefined) return;
    await sql`
      insert into content_stale (source, source_id)
      select ${source}, id from unnest(${ids}::bigint[]) as id on conflict do nothing`.execute(db);
    after = last;
  }
}
