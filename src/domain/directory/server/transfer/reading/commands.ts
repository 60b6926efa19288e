import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { ImportBatchId } from '#shared/ids.ts';
import { countActions, type ImportReport } from '../../../transfer/batch.ts';
import type { ImportRecord } from '../../../transfer/record.ts';
import type { ByteSource } from '../intake/documents.ts';
import { readImportFile, type Intake, type IntakeOptions } from '../intake/queries.ts';
import { makePlan, type Plan } from '../plan/queries.ts';
import { progressOf, SILENT, type Progress } from '../progress/commands.ts';
import { assertCanImport } from '../queries.ts';

export interface ImportOptions extends IntakeOptions {
  /** Slug of the territory whose directory the structures join. */
  territory: string | null;
}

/**
 * The same, in two times: the batch is there at once and a page shows how far its reading is.
 * @returns `done`, settled when the file is read; a refusal is also kept in the batch.
 */
export async function beginImport(
  db: Database,
  actor: Actor,
  source: ByteSource,
  options: ImportOptions,
  onProgress = SILENT
): Promise<{ id: ImportBatchId; done: Promise<ReadOutcome> }> {
  assertCanImport(actor);
  const territory = options.territory ? await getTerritory(db, options.territory) : null;
  const row = await db
    .insertInto('import_batch')
    .values({
      file_name: source.name.slice(0, 200),
      format: 'csv',
      territory_id: territory?.id ?? null,
      status: 'reading',
      records: '[]',
      report: '{}',
      alive_at: sql`now()`
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const id = row.id as ImportBatchId;
  const progress = progressOf(db, id, onProgress);
  return { id, done: fillBatch(db, id, source, options, progress) };
}

export type ReadOutcome = { ok: true; report: ImportReport } | { ok: false; message: string };

async function fillBatch(
  db: Database,
  id: ImportBatchId,
  source: ByteSource,
  options: ImportOptions,
  { say, settled }: Progress
): Promise<ReadOutcome> {
  say('Lecture du fichier', 10);
  const read = await readImportFile(db, source, options);
  if (!read.ok) {
    await settled();
    const report = JSON.stringify({ message: read.message });
    await db
      .updateTable('import_batch')
      .set({ status: 'refused', report })
      .where('id', '=', id)
      .execute();
    return read;
  }
  const records = read.intake.records.map((record) => forTerritory(record, options.territory));
  say('Comparaison avec l’annuaire', 50);
  const report = reportOf(read.intake, await makePlan(db, records, read.intake.unit));
  say('Préparation du rapport', 90);
  await settled();
  await db
    .updateTable('import_batch')
    .set({
      status: 'checked',
      format: read.intake.format,
      records: JSON.stringify(records),
      report: JSON.stringify(report),
      step: '',
      alive_at: null
    })
    .where('id', '=', id)
    .execute();
  return { ok: true, report };
}

/** A file that names territories knows better than the page it was sent from. */
function forTerritory(record: ImportRecord, territory: string | null): ImportRecord {
  if (!territory || (record.values.territories?.length ?? 0) > 0) return record;
  return { ...record, values: { ...record.values, addTerritories: [territory] } };
}

/** What a plan says, with how its file was read. */
export function reportOf(
  intake: Pick<Intake, 'reading' | 'unit' | 'ignoredColumns' | 'unkept'>,
  plan: Plan
): ImportReport {
  const { reading, unit, ignoredColumns, unkept } = intake;
  return {
    reading,
    unit,
    ignoredColumns,
    unkept,
    counts: countActions(plan.entries),
    entries: plan.entries,
    fingerprint: plan.fingerprint
  };
}
