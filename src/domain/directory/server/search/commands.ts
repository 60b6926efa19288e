import { sql } from 'kysely';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { StructureId } from '#shared/ids.ts';
import { searchDocument, type SearchDocument } from '../../search.ts';
import { bumpRevision } from '../revision/commands.ts';
import { readSearchables, type Searchable } from './sources/queries.ts';

const CHUNK = 2000;

/**
 * Brings what is searched of these structures, and what « Qui couvre ? » chooses from, up to date with their fiches: called by every command that writes
 * them, in its transaction. Merged structures leave the search.
 */
export async function indexStructures(
  executor: Executor,
  ids: readonly StructureId[]
): Promise<void> {
  await inTransaction(executor, async (tx) => {
    await markChanged(tx, ids);
    for (let start = 0; start < ids.length; start += CHUNK) {
      const chunk = ids.slice(start, start + CHUNK);
      const searchables = await readSearchables(tx, chunk);
      const gone = new Set(chunk);
      for (const searchable of searchables) gone.delete(searchable.id);
      await sql`delete from structure_search where structure_id = any(${[...gone]}::bigint[])`.execute(
        tx
      );
      await writeOffers(tx, chunk);
      await write(
        tx,
        searchables.map((searchable) => ({ ...searchable, ...searchDocument(searchable.texts) }))
      );
    }
  });
}

/**
 * Takes the revision before writing: the row it locks until the end of the transaction makes the order of the
 * revisions that of the commits.
 */
async function markChanged(tx: Tx, ids: readonly StructureId[]): Promise<void> {
  await bumpRevision(tx);
  await sql`
    insert into structure_change (structure_id, revision)
    select id, (select revision from directory_revision) from unnest(${[...ids]}::bigint[]) as id
    on conflict (structure_id) do update set revision = excluded.revision`.execute(tx);
}

/** See the table: one row per service, whose own perimeter counts before its structure's. */
async function writeOffers(tx: Executor, ids: readonly StructureId[]): Promise<void> {
  await sql`delete from structure_offer where structure_id = any(${[...ids]}::bigint[])`.execute(
    tx
  );
  await sql`
    insert into structure_offer (structure_id, service_id, perimeter_id, certainty, commune_count, type_code,
      departement_code, fictional, themes, audiences)
    select s.id, v.id, p.id, p.certainty,
      (select count(*) from perimeter_commune pc where pc.perimeter_id = p.id), s.type_code, seat.departement_code,
      s.fictional,
      array(select theme_code from service_theme x where x.service_id = v.id order by 1),
      array(select audience_code from service_audience x where x.service_id = v.id order by 1)
    from structure s
    left join service v on v.structure_id = s.id
    join perimeter p on p.id = coalesce(v.perimeter_id, s.perimeter_id)
    left join commune seat on seat.code = s.commune_code
    where s.id = any(${[...ids]}::bigint[]) and s.status = 'active' and s.merged_into is null`.execute(
    tx
  );
}

/**
 * Indexes every structure again, and forgets the words no structure uses any more. To call when a vocabulary
 * or the way words are compared changes. Structures stay searchable meanwhile.
 */
export async function reindexAll(db: Executor): Promise<void> {
  const rows = await db.selectFrom('structure').select('id').orderBy('id').execute();
  for (let start = 0; start < rows.length; start += CHUNK) {
    await indexStructures(
      db,
      rows.slice(start, start + CHUNK).map((row) => row.id as StructureId)
    );
  }
  await forgetUnusedTerms(db);
}

/** Forgets the words that no structure uses any more. A word forgotten wrongly comes back at the next indexing. */
export async function forgetUnusedTerms(db: Executor): Promise<void> {
  await sql`
    delete from search_term
    where term not in (select word from ts_stat('select document from structure_search'))`.execute(
    db
  );
}

async function write(tx: Executor, rows: readonly (Searchable & SearchDocument)[]): Promise<void> {
  if (rows.length === 0) return;
  const records = rows.map((row) => ({
    structure_id: row.id,
    name: row.name,
    acronym: row.acronym,
    name_words: row.nameWords,
    type_code: row.type,
    themes: row.themes,
    audiences: row.audiences,
    offers: row.offers,
    status: row.status,
    review_due: row.reviewDue,
    updated_at: row.updatedAt,
    document: row.document
  }));
  await sql`
    insert into structure_search as old
    select r.* from jsonb_populate_recordset(null::structure_search, ${JSON.stringify(records)}::jsonb) r
    on conflict (structure_id) do update set
      (name, acronym, name_words, type_code, themes, audiences, offers, status, review_due, updated_at, document) =
      (excluded.name, excluded.acronym, excluded.name_words, excluded.type_code, excluded.themes, excluded.audiences,
       excluded.offers, excluded.status, excluded.review_due, excluded.updated_at, excluded.document)`.execute(
    tx
  );
  // Sorted, so that two transactions adding the same words cannot wait for each other.
  const terms = [...new Set(rows.flatMap((row) => row.terms))].sort();
  await sql`
    insert into search_term select term from unnest(${terms}::text[]) as term
    where not exists (select 1 from search_term known where known.term = term.term)
    order by term on conflict do nothing`.execute(tx);
}
