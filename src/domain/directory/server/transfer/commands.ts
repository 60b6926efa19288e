import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { ImportBatchId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import {
  countActions,
  type ApplyOutcome,
  type Decisions,
  type ImportReport
} from '../../transfer/batch.ts';
import type { PlanEntry } from '../../transfer/plan.ts';
import type { ImportRecord } from '../../transfer/record.ts';
import { resolvePlan, type Resolution } from '../../transfer/resolution.ts';
import { createStructures, updateStructures } from '../commands.ts';
import type { ByteSource } from './intake/documents.ts';
import { readImportFile, type Intake, type IntakeOptions } from './intake/queries.ts';
import { makePlan, type Plan } from './plan/queries.ts';
import { assertCanImport } from './queries.ts';

export interface ImportOptions extends IntakeOptions {
  /** Slug of the territory whose directory the structures join. */
  territory: string | null;
}

/**
 * Reads a file and keeps what it would do, for a person to read. The directory does not change.
 * @returns the batch that waits, or why the file cannot be read.
 * @throws Forbidden, or NotFound for the territory.
 */
export async function checkImport(
  db: Database,
  actor: Actor,
  source: ByteSource,
  options: ImportOptions
): Promise<{ ok: true; id: ImportBatchId; report: ImportReport } | { ok: false; message: string }> {
  assertCanImport(actor);
  const territory = options.territory ? await getTerritory(db, options.territory) : null;
  const read = await readImportFile(db, source, options);
  if (!read.ok) return read;
  const records = read.intake.records.map((record) => forTerritory(record, options.territory));
  const report = reportOf(read.intake, await makePlan(db, records, read.intake.unit));
  const { id } = await db
    .insertInto('import_batch')
    .values({
      file_name: source.name.slice(0, 200),
      format: read.intake.format,
      territory_id: territory?.id ?? null,
      records: JSON.stringify(records),
      report: JSON.stringify(report)
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { ok: true, id: id as ImportBatchId, report };
}

/** A file that names territories knows better than the page it was sent from. */
function forTerritory(record: ImportRecord, territory: string | null): ImportRecord {
  if (!territory || (record.values.territories?.length ?? 0) > 0) return record;
  return { ...record, values: { ...record.values, addTerritories: [territory] } };
}

function reportOf(
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

/**
 * Writes what was planned and decided, all of it or nothing. What the report said must still hold: when the
 * directory has changed since, the report is made again and a person reads it again.
 * @throws Forbidden, NotFound.
 */
export async function applyImport(
  db: Database,
  actor: Actor,
  id: string,
  choice: { decisions: Decisions; skipRefused: boolean }
): Promise<ApplyOutcome> {
  assertCanImport(actor);
  return db.transaction().execute(async (tx) => {
    const batch = await lockBatch(tx, id);
    if (batch.status !== 'checked') return refusal('not-waiting', NOT_WAITING[batch.status] ?? '');
    // Readers go on; whoever would change a fiche waits until this import is written.
    await sql`lock table structure in share row exclusive mode`.execute(tx);
    const plan = await makePlan(tx, batch.records, batch.report.unit);
    const report = reportOf(batch.report, plan);
    if (plan.fingerprint !== batch.report.fingerprint) {
      await saveBatch(tx, id, { report, decisions: choice.decisions });
      return refusal(
        'changed',
        'L’annuaire a changé depuis le contrôle du fichier : le rapport a été refait. Relisez-le, puis importez.'
      );
    }
    const resolution = resolvePlan(batch.records, plan.entries, choice.decisions, plan.fiches);
    const problem =
      blockedBy(resolution, choice.skipRefused, report.unit) ??
      (await missingParent(tx, resolution));
    if (problem) {
      await saveBatch(tx, id, { report, decisions: choice.decisions });
      return problem;
    }
    await createStructures(tx, actor, resolution.creations);
    await updateStructures(tx, actor, resolution.updates);
    await closeBatch(tx, id, { ...report, result: resolution.result }, choice.decisions);
    return { ok: true, result: resolution.result };
  });
}

/** A file that will not be imported: its content is forgotten, its trace stays. @throws Forbidden, NotFound. */
export async function abandonImport(db: Database, actor: Actor, id: string): Promise<void> {
  assertCanImport(actor);
  await db.transaction().execute(async (tx) => {
    const batch = await lockBatch(tx, id);
    if (batch.status !== 'checked') return;
    await tx
      .updateTable('import_batch')
      .set({
        status: 'abandoned',
        records: '[]',
        report: JSON.stringify(withoutEntries(batch.report))
      })
      .where('id', '=', id)
      .execute();
  });
}

const NOT_WAITING: Record<string, string> = {
  applied: 'Cet import est déjà fait.',
  abandoned: 'Cet import a été abandonné : envoyez de nouveau le fichier.',
  refused: 'Cet import a été refusé.'
};

async function lockBatch(tx: Tx, id: string) {
  const row = /^[0-9a-f-]{36}$/i.test(id)
    ? await tx
        .selectFrom('import_batch')
        .select(['status', 'records', 'report'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (!row) throw new NotFound('Cet import n’existe pas.');
  return {
    status: row.status,
    records: row.records as unknown as ImportRecord[],
    report: row.report as unknown as ImportReport
  };
}

async function saveBatch(
  tx: Tx,
  id: string,
  values: { report: ImportReport; decisions: Decisions }
): Promise<void> {
  await tx
    .updateTable('import_batch')
    .set({ report: JSON.stringify(values.report), decisions: JSON.stringify(values.decisions) })
    .where('id', '=', id)
    .execute();
}

/** Once written, the file's content is in the directory: only the trace of what was done is kept. */
async function closeBatch(
  tx: Tx,
  id: string,
  report: ImportReport & { result: object },
  decisions: Decisions
): Promise<void> {
  await tx
    .updateTable('import_batch')
    .set({
      status: 'applied',
      applied_at: sql`now()`,
      records: '[]',
      report: JSON.stringify({ ...report, entries: report.entries.map(traceOf) }),
      decisions: JSON.stringify(decisions)
    })
    .where('id', '=', id)
    .execute();
}

/** What the history keeps of an entry: what was done, not the contents of the fiches. */
function traceOf(entry: PlanEntry): PlanEntry {
  return {
    ...entry,
    changes: entry.changes.map(({ field }) => ({ field, before: '', after: '' }))
  };
}

function withoutEntries(report: ImportReport): ImportReport {
  return { ...report, entries: [] };
}

function refusal(
  reason: Exclude<ApplyOutcome, { ok: true }>['reason'],
  message: string
): ApplyOutcome {
  return { ok: false, reason, message };
}

function blockedBy(
  resolution: Resolution,
  skipRefused: boolean,
  unit: string
): ApplyOutcome | null {
  const { undecided, result } = resolution;
  if (undecided.length > 0) {
    const lines = undecided
      .slice(0, 10)
      .map((entry) => entry.lines[0])
      .join(', ');
    return refusal(
      'undecided',
      `${plural(undecided.length, 'décision')} à prendre sur les ressemblances (${unit} ${lines}${undecided.length > 10 ? '…' : ''}). Rien n’a été importé.`
    );
  }
  if (result.refused > 0 && !skipRefused) {
    return refusal(
      'refused-lines',
      `${plural(result.refused, 'structure refusée', 'structures refusées')} : corrigez le fichier, ou choisissez d’importer les autres. Rien n’a été importé.`
    );
  }
  return null;
}

/** A branch whose parent was left aside has nothing to hang from. */
async function missingParent(tx: Tx, resolution: Resolution): Promise<ApplyOutcome | null> {
  const written = [...resolution.creations, ...resolution.updates.map(({ input }) => input)];
  const created = new Set(resolution.creations.flatMap((input) => input.slug ?? []));
  const parents = [...new Set(written.flatMap((input) => input.parent ?? []))].filter(
    (slug) => !created.has(slug)
  );
  if (parents.length === 0) return null;
  const known = await tx
    .selectFrom('structure')
    .select('slug')
    .where('slug', 'in', parents)
    .execute();
  const missing = parents.filter((slug) => !known.some((row) => row.slug === slug));
  if (missing.length === 0) return null;
  return refusal(
    'missing-parent',
    `Des structures sont rattachées à « ${missing.join(' », « ')} », que vous laissez de côté. Rien n’a été importé.`
  );
}
