import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { ImportBatchId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import type { ApplyOutcome, Decisions, ImportReport } from '../../transfer/batch.ts';
import type { PlanEntry } from '../../transfer/plan.ts';
import type { ImportRecord } from '../../transfer/record.ts';
import { resolvePlan, type Resolution } from '../../transfer/resolution.ts';
import type { ByteSource } from './intake/documents.ts';
import { makePlan } from './plan/queries.ts';
import { progressOf, SILENT } from './progress/commands.ts';
import { assertCanImport } from './queries.ts';
import { beginImport, reportOf, type ImportOptions } from './reading/commands.ts';
import { listMissingParents, writeResolution } from './writing/commands.ts';

/**
 * Reads a file and keeps what it would do, for a person to read. The directory does not change.
 * @returns the batch that waits, or why the file cannot be read.
 * @throws Forbidden, or NotFound for the territory.
 */
export async function checkImport(
  db: Database,
  actor: Actor,
  source: ByteSource,
  options: ImportOptions,
  onProgress = SILENT
): Promise<{ ok: true; id: ImportBatchId; report: ImportReport } | { ok: false; message: string }> {
  const { id, done } = await beginImport(db, actor, source, options, onProgress);
  const outcome = await done;
  return outcome.ok ? { ok: true, id, report: outcome.report } : outcome;
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
  choice: { decisions: Decisions; skipRefused: boolean },
  onProgress = SILENT
): Promise<ApplyOutcome> {
  assertCanImport(actor);
  const { say, settled } = progressOf(db, id, onProgress);
  return db.transaction().execute(async (tx) => {
    const batch = await lockBatch(tx, id);
    if (batch.status !== 'checked') return refusal('not-waiting', NOT_WAITING[batch.status] ?? '');
    // Readers go on; whoever would change a fiche waits until this import is written.
    await sql`lock table structure in share row exclusive mode`.execute(tx);
    say('Vérification du rapport', 10);
    const plan = await makePlan(tx, batch.records, batch.report.unit);
    const report = reportOf(batch.report, plan);
    await settled();
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
      orphaned(await listMissingParents(tx, resolution));
    if (problem) {
      await saveBatch(tx, id, { report, decisions: choice.decisions });
      return problem;
    }
    await writeResolution(tx, actor, resolution, say);
    await settled();
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
  reading: 'La lecture du fichier n’est pas finie.',
  abandoned: 'Cet import a été abandonné : envoyez de nouveau le fichier.',
  refused: 'Cet import a été refusé.'
};

async function lockBatch(tx: Tx, id: string) {
  if (!/^[0-9a-f-]{36}$/i.test(id)) throw new NotFound('Cet import n’existe pas.');
  // Not a lock on the row: progress is written to it meanwhile.
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
  const row = await tx
    .selectFrom('import_batch')
    .select(['status', 'records', 'report'])
    .where('id', '=', id)
    .executeTakeFirst();
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
    .set({
      report: JSON.stringify(values.report),
      decisions: JSON.stringify(values.decisions),
      step: '',
      alive_at: null
    })
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
      step: '',
      alive_at: null,
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

function orphaned(parents: readonly string[]): ApplyOutcome | null {
  if (parents.length === 0) return null;
  return refusal(
    'missing-parent',
    `Des structures sont rattachées à « ${parents.join(' », « ')} », que vous laissez de côté. Rien n’a été importé.`
  );
}
