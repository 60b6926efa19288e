/** A file waiting for a person's decisions, then the trace of what was done with it. */
import type { ImportBatchId, StructureId } from '#shared/ids.ts';
import type { Candidate } from './duplicates.ts';
import type { ImportFormat } from './file.ts';
import type { PlanEntry, PlannedAction } from './plan.ts';
import type { Unkept } from './record.ts';

export type BatchStatus = 'reading' | 'checked' | 'applied' | 'refused' | 'abandoned';

/** What the check of a file found. */
export interface ImportReport {
  /** How the file was read: encoding, separator. */
  reading: string;
  /** What the numbers count: lines of a sheet, or records of a JSON file. */
  unit: 'ligne' | 'fiche';
  ignoredColumns: string[];
  unkept: Unkept[];
  counts: Record<PlannedAction, number>;
  entries: PlanEntry[];
  fingerprint: string;
}

/** What was written. */
export interface ImportResult {
  created: number;
  updated: number;
  unchanged: number;
  /** Left aside by a person's choice. */
  skipped: number;
  refused: number;
}

/** What a person compares to tell whether two are the same. */
export interface ComparedSide {
  name: string;
  type: string;
  place: string;
  phone: string;
  siret: string;
  finess: string;
  summary: string;
  services: string[];
}

/** A record of the file beside the fiches it may be. */
export interface Resemblance {
  entry: PlanEntry;
  given: ComparedSide;
  known: (ComparedSide & Candidate)[];
}

/** What a person decides of a record that may be a duplicate. */
export type Decision = { kind: 'create' } | { kind: 'skip' } | { kind: 'update'; id: StructureId };

/** Decisions by rank of the record in the file. */
export type Decisions = Record<number, Decision>;

export interface ImportBatch {
  id: ImportBatchId;
  fileName: string;
  format: ImportFormat;
  /** Slug of the territory it is for. */
  territory: string | null;
  status: BatchStatus;
  report: ImportReport;
  decisions: Decisions;
  result: ImportResult | null;
  createdAt: Date;
  appliedAt: Date | null;
  /** Why the file could not be read. Empty when it was. */
  message: string;
  /** How far reading or writing is; `null` when nothing is under way. */
  progress: { step: string; percent: number } | null;
  /** Its reading stopped before the end: the server did too. */
  isInterrupted: boolean;
}

/** A batch as the history lists it. */
export type BatchSummary = Pick<
  ImportBatch,
  'id' | 'fileName' | 'format' | 'status' | 'result' | 'createdAt' | 'appliedAt'
> & { counts: Record<PlannedAction, number> | null; message: string | null };

export type ApplyOutcome =
  | { ok: true; result: ImportResult }
  | {
      ok: false;
      reason: 'changed' | 'undecided' | 'refused-lines' | 'missing-parent' | 'not-waiting';
      /** In French, for the person. */
      message: string;
    };

export function countActions(entries: readonly PlanEntry[]): Record<PlannedAction, number> {
  const counts = { create: 0, update: 0, unchanged: 0, refused: 0, choose: 0 };
  for (const { action } of entries) counts[action]++;
  return counts;
}

/** « create », « skip » or « update:12 », as forms send it; `null` when it is none. */
export function parseDecision(text: string): Decision | null {
  if (text === 'create' || text === 'skip') return { kind: text };
  const [, id] = /^update:(\d+)$/.exec(text) ?? [];
  return id === undefined ? null : { kind: 'update', id: Number(id) as StructureId };
}

export function writeDecision(decision: Decision): string {
  return decision.kind === 'update' ? `update:${decision.id}` : decision.kind;
}
