import { sql } from 'kysely';
import type { Database, Executor, Tx } from '#server/db/connection.ts';
import { geographyRows, type GeographyRows, type OfficialGeography } from '../../geography.ts';
import { geographyChanges, type GeographyReport, type PresentGeography } from '../../changes.ts';
import { forgetRelease } from '../atlas/queries.ts';
import { lockGeography, refreshPerimeters, replaceRemovedEpci } from '../perimeters/commands.ts';

/** What a progress bar shows: rows written, of how many. */
export type GeographyProgress = (progress: { done: number; total: number }) => void;

export type GeographyOutcome =
  | { ok: true; report: GeographyReport }
  /** A newer year is in place already. */
  | { ok: false; reason: 'older'; present: number };

const CHUNK = 5000;

/**
 * Loads a year of official geography, or brings an earlier one up to it: communes that disappeared point at the one
 * that replaced them, perimeters follow and are expanded again. One transaction: all or nothing. Loading again what
 * is in place changes nothing.
 *
 * @param onProgress - called after each batch of rows.
 * @throws Error when the files contradict themselves, or lose a commune without saying into which.
 */
export async function loadGeography(
  db: Database,
  official: OfficialGeography,
  onProgress: GeographyProgress = () => undefined
): Promise<GeographyOutcome> {
  const rows = geographyRows(official);
  const outcome = await writeGeography(db, official, rows, onProgress);
  forgetRelease();
  return outcome;
}

function writeGeography(
  db: Database,
  official: OfficialGeography,
  rows: GeographyRows,
  onProgress: GeographyProgress
): Promise<GeographyOutcome> {
  return db.transaction().execute(async (tx) => {
    await lockGeography(tx);
    const release = await tx
      .selectFrom('cog_release')
      .selectAll()
      .orderBy('year', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (release && release.year > official.year)
      return { ok: false, reason: 'older', present: release.year };
    const report: GeographyReport = {
      year: official.year,
      source: official.source,
      previousYear: release?.year ?? null,
      communeCount: rows.commune.length,
      ...{ communes: [], epciCreated: [], epciRemoved: [], perimeters: [] }
    };
    if (release?.year === official.year && release.source === official.source)
      return { ok: true, report };
    if (release) Object.assign(report, geographyChanges(await presentGeography(tx), rows));
    await replaceRemovedEpci(
      tx,
      report.epciRemoved.map(({ code }) => code)
    );
    await writeRows(tx, rows, onProgress);
    await markMerged(tx, report);
    await recordRelease(tx, report);
    if (release) report.perimeters = await refreshPerimeters(tx, official.year);
    return { ok: true, report };
  });
}

async function presentGeography(db: Executor): Promise<PresentGeography> {
  const communes = await db
    .selectFrom('commune')
    .select(['code', 'name', 'epci_code as epciCode', 'merged_into as mergedInto'])
    .execute();
  const epci = await db
    .selectFrom('epci')
    .select(['code', 'name'])
    .where('removed_after', 'is', null)
    .execute();
  return { communes, epci };
}

/** Columns of each table, as `jsonb_to_recordset` and the insert want them; the key decides what is updated. */
const TABLES = {
  region: { key: 'code', columns: { code: 'text', name: 'text', liaison: 'smallint' } },
  departement: {
    key: 'code',
    columns: { code: 'text', name: 'text', region_code: 'text', liaison: 'smallint' }
  },
  epci: {
    key: 'code',
    columns: { code: 'text', name: 'text', kind: 'text', population: 'integer' }
  },
  commune: {
    key: 'code',
    columns: {
      code: 'text',
      name: 'text',
      departement_code: 'text',
      region_code: 'text',
      epci_code: 'text',
      population: 'integer',
      postal_codes: 'text[]',
      search: 'text'
    }
  },
  commune_alias: {
    key: null,
    columns: {
      commune_code: 'text',
      kind: 'text',
      code: 'text',
      name: 'text',
      postal_codes: 'text[]',
      search: 'text'
    }
  }
} as const;

async function writeRows(
  tx: Tx,
  rows: GeographyRows,
  onProgress: GeographyProgress
): Promise<void> {
  const tables = ['region', 'departement', 'epci', 'commune', 'commune_alias'] as const;
  const total = tables.reduce((sum, table) => sum + rows[table].length, 0);
  let done = 0;
  await tx.deleteFrom('commune_alias').execute();
  for (const table of tables) {
    for (let from = 0; from < rows[table].length; from += CHUNK) {
      const chunk = rows[table].slice(from, from + CHUNK);
      await upsert(tx, table, chunk);
      done += chunk.length;
      onProgress({ done, total });
    }
  }
}

async function upsert(tx: Tx, table: keyof typeof TABLES, chunk: object[]): Promise<void> {
  const { key, columns } = TABLES[table];
  const names = Object.keys(columns);
  const definition = Object.entries(columns).map(
    ([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`
  );
  const updates = names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`);
  const row = (source: string) => sql.join(names.map((name) => sql.ref(`${source}.${name}`)));
  // From one year to the next nearly every row is the same: those are not written again.
  const onConflict = key
    ? sql`on conflict (${sql.ref(key)}) do update set ${sql.join(updates)}
        where (${row(table)}) is distinct from (${row('excluded')})`
    : sql``;
  await sql`
    insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    select ${sql.join(names.map((name) => sql.ref(name)))}
    from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) as source (${sql.join(definition)})
    ${onConflict}`.execute(tx);
}

/** Points what disappeared at what replaced it, through as many years as needed; names the codes it knew. */
async function markMerged(tx: Tx, report: GeographyReport): Promise<void> {
  const restored = codesOf(report, 'restored');
  const merged = report.communes.filter(({ kind }) => kind === 'merged');
  await sql`update commune set merged_into = null where code = any(${restored})`.execute(tx);
  await sql`
    update commune set merged_into = merge.target, epci_code = null
    from unnest(${merged.map(({ oldCode }) => oldCode)}::text[], ${merged.map(({ newCode }) => newCode)}::text[])
      as merge (code, target)
    where commune.code = merge.code`.execute(tx);
  await sql`
    update commune set merged_into = next.merged_into
    from commune next
    where next.code = commune.merged_into and next.merged_into is not null`.execute(tx);
  await sql`
    update commune_alias set name = old.name, search = old.search, postal_codes = old.postal_codes
    from commune old
    where commune_alias.kind = 'former' and old.code = commune_alias.code
      and old.merged_into is not null`.execute(tx);
  await sql`update epci set removed_after = ${report.previousYear}
    where code = any(${report.epciRemoved.map(({ code }) => code)})`.execute(tx);
  await sql`update epci set removed_after = null
    where code = any(${report.epciCreated.map(({ code }) => code)})`.execute(tx);
}

function codesOf(report: GeographyReport, kind: string): string[] {
  return report.communes.filter((change) => change.kind === kind).map(({ oldCode }) => oldCode);
}

async function recordRelease(tx: Tx, report: GeographyReport): Promise<void> {
  const { year, source } = report;
  await sql`
    insert into cog_release (year, source, report) values (${year}, ${source}, ${JSON.stringify(report)})
    on conflict (year) do update
      set source = excluded.source, report = excluded.report, loaded_at = clock_timestamp()`.execute(
    tx
  );
  await sql`
    insert into commune_change (cog_year, old_code, new_code, kind, detail)
    select ${year}, "oldCode", "newCode", kind, detail
    from jsonb_to_recordset(${JSON.stringify(report.communes)}::jsonb)
      as change ("oldCode" text, "newCode" text, kind text, detail text)
    on conflict do nothing`.execute(tx);
}
