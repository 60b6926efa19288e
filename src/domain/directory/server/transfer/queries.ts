import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ImportBatchId } from '#shared/ids.ts';
import { canManageDirectory } from '../../rules.ts';
import type {
  BatchSummary,
  ComparedSide,
  Resemblance,
  Decisions,
  ImportBatch,
  ImportReport,
  ImportResult
} from '../../transfer/batch.ts';
import type { StructureInput } from '../../model.ts';
import type { ImportFormat } from '../../transfer/file.ts';
import { completeRecord, type ImportRecord } from '../../transfer/record.ts';
import { readStructures } from '../details/queries.ts';
import { loadGazetteer } from './gazetteer/queries.ts';

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
    .select(['b.id', 'b.file_name', 'b.format', 'b.status', 'b.report', 'b.decisions'])
    .select(['b.created_at', 'b.applied_at', 'b.step', 'b.percent', 'b.alive_at'])
    .select('t.slug as territory')
    .where('b.id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFound('Cet import n’existe pas.');
  const stored = row.report as unknown as Partial<StoredReport>;
  const { result = null, message = '', ...report } = { ...EMPTY_REPORT, ...stored };
  const silence = row.alive_at ? Date.now() - row.alive_at.getTime() : Infinity;
  const isAlive = silence < ALIVE_FOR;
  return {
    id: row.id as ImportBatchId,
    fileName: row.file_name,
    format: row.format as ImportFormat,
    territory: row.territory,
    status: row.status as ImportBatch['status'],
    report,
    decisions: row.decisions as unknown as Decisions,
    result,
    message,
    createdAt: row.created_at,
    appliedAt: row.applied_at,
    progress: isAlive ? { step: row.step, percent: row.percent } : null,
    isInterrupted: row.status === 'reading' && !isAlive
  };
}

/** The report, with what was done of it once applied, or why it was refused. */
type StoredReport = ImportReport & { result: ImportResult; message: string };

/** A minute without a sign of life, in ms: what was reading or writing is gone. */
const ALIVE_FOR = 60_000;

const EMPTY_REPORT: ImportReport = {
  reading: '',
  unit: 'ligne',
  ignoredColumns: [],
  unkept: [],
  counts: { create: 0, update: 0, unchanged: 0, refused: 0, choose: 0 },
  entries: [],
  fingerprint: ''
};

const SHOWN = 50;

/** The last imports, newest first. @throws Forbidden. */
export async function listImports(db: Executor, actor: Actor): Promise<BatchSummary[]> {
  assertCanImport(actor);
  const { rows } = await sql<BatchSummary>`
    select id, file_name as "fileName", format, status, created_at as "createdAt", applied_at as "appliedAt",
      report -> 'counts' as counts, report -> 'result' as result,
      report ->> 'message' as message
    from import_batch order by created_at desc limit ${SHOWN}`.execute(db);
  return rows;
}

/**
 * The resemblances of a batch that waits, both sides: what the file says, and each fiche it may be.
 * @throws Forbidden, NotFound.
 */
export async function listCompared(db: Executor, actor: Actor, id: string): Promise<Resemblance[]> {
  const { status, report } = await getImport(db, actor, id);
  const choices = report.entries
    .filter(({ action }) => action === 'choose')
    .slice(0, MOST_COMPARED);
  if (status !== 'checked' || choices.length === 0) return [];
  const { rows } = await sql<{ position: number; values: ImportRecord['values'] }>`
    select position - 1 as position, record -> 'values' as values
    from import_batch, jsonb_array_elements(records) with ordinality as listed (record, position)
    where id = ${id} and position - 1 = any(${choices.map(({ position }) => position)}::int[])`.execute(
    db
  );
  const records = new Map(
    rows.map((row) => [row.position, completeRecord({ values: row.values })])
  );
  const ids = [
    ...new Set(choices.flatMap(({ candidates }) => candidates.map((candidate) => candidate.id)))
  ];
  const fiches = await readStructures(db, ids);
  const codes = [...fiches, ...records.values()].flatMap(({ communeCode }) => communeCode ?? []);
  const { byCode } = await loadGazetteer(db, { codes, names: [] });
  const side = sideOf((code) => byCode.get('commune')?.get(code)?.name ?? code);
  return choices.map((entry) => ({
    entry,
    given: side(records.get(entry.position)!),
    known: entry.candidates.flatMap((candidate) => {
      const fiche = fiches.find((structure) => structure.id === candidate.id);
      return fiche ? [{ ...candidate, ...side(fiche) }] : [];
    })
  }));
}

/** More than this on one page helps nobody: the others come once these are decided. */
const MOST_COMPARED = 300;

function sideOf(communeName: (code: string) => string) {
  return (fiche: StructureInput): ComparedSide => ({
    name: fiche.name,
    type: fiche.type,
    place: [fiche.address, fiche.communeCode ? communeName(fiche.communeCode) : '']
      .filter(Boolean)
      .join(', '),
    phone: fiche.phone,
    siret: fiche.siret ?? '',
    finess: fiche.finess ?? '',
    summary: fiche.summary,
    services: fiche.services.map(({ name }) => name)
  });
}
