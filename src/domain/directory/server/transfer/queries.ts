import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ImportBatchId } from '#shared/ids.ts';
import { canManageDirectory } from '../../rules.ts';
import type {
  BatchSummary,
  Decisions,
  ImportBatch,
  ImportReport,
  ImportResult
} from '../../transfer/batch.ts';
import type { ImportFormat } from '../../transfer/file.ts';

/** @throws Forbidden: files that wait hold what is not public. */
export function assertCanImport(actor: Actor): void {
  if (!canManageDirectory(actor)) {
    throw new Forbidden('Seules les personnes qui tiennent l’annuaire peuvent importer.');
  }
}

/** A batch with its report. @throws Forbidden, NotFound. */
export async function getImport(db: Executor, actor: Actor, id: string): Promise<ImportBatch> {
  assertCanImport(actor);
  if (!/^[0-9a-f-]{36}$/i.test(id)) throw new NotFound('Cet import n’existe pas.');
  const row = await db
    .selectFrom('import_batch as b')
    .leftJoin('territory as t', 't.id', 'b.territory_id')
    .select([
      'b.id',
      'b.file_name',
      'b.format',
      'b.status',
      'b.report',
      'b.decisions',
      'b.created_at',
      'b.applied_at'
    ])
    .select('t.slug as territory')
    .where('b.id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFound('Cet import n’existe pas.');
  const { result = null, ...report } = row.report as unknown as ImportReport & {
    result?: ImportResult;
  };
  return {
    id: row.id as ImportBatchId,
    fileName: row.file_name,
    format: row.format as ImportFormat,
    territory: row.territory,
    status: row.status as ImportBatch['status'],
    report,
    decisions: row.decisions as unknown as Decisions,
    result,
    createdAt: row.created_at,
    appliedAt: row.applied_at
  };
}

const SHOWN = 50;

/** The last imports, newest first. @throws Forbidden. */
export async function listImports(db: Executor, actor: Actor): Promise<BatchSummary[]> {
  assertCanImport(actor);
  const { rows } = await sql<BatchSummary>`
    select id, file_name as "fileName", format, status, created_at as "createdAt", applied_at as "appliedAt",
      report -> 'counts' as counts, report -> 'result' as result
    from import_batch order by created_at desc limit ${SHOWN}`.execute(db);
  return rows;
}
