/** The plan once a person has decided: the fiches to write. */
import type { StructureId } from '#shared/ids.ts';
import type { StructureInput } from '../model.ts';
import type { Decisions, ImportResult } from './batch.ts';
import { listChanges } from './changes.ts';
import { missingForCreation, type PlanEntry } from './plan.ts';
import { completeRecord, mergeRecord, type ImportRecord } from './record.ts';

export interface Resolution {
  creations: StructureInput[];
  updates: { id: StructureId; input: StructureInput }[];
  result: ImportResult;
  /** Records that wait for a decision, or whose decision is not possible. */
  undecided: PlanEntry[];
}

/**
 * @param fiches - whole fiches that records update, by id.
 */
export function resolvePlan(
  records: readonly ImportRecord[],
  entries: readonly PlanEntry[],
  decisions: Decisions,
  fiches: ReadonlyMap<StructureId, StructureInput>
): Resolution {
  const resolution: Resolution = {
    creations: [],
    updates: [],
    result: { created: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0 },
    undecided: []
  };
  const updated = new Set<StructureId>();
  for (const entry of entries) {
    const record = records[entry.position]!;
    const step = stepOf(entry, decisions);
    if (step.kind === 'wait') resolution.undecided.push(entry);
    else if (step.kind === 'create') create(record, entry, fiches, resolution);
    else if (step.kind === 'update') update(record, entry, step.id, updated, fiches, resolution);
    else resolution.result[step.kind]++;
  }
  return resolution;
}

type Step =
  | { kind: 'create' | 'wait' | 'skipped' | 'refused' | 'unchanged' }
  | { kind: 'update'; id: StructureId };

function stepOf(entry: PlanEntry, decisions: Decisions): Step {
  if (entry.action === 'create' || entry.action === 'refused' || entry.action === 'unchanged') {
    return { kind: entry.action };
  }
  if (entry.action === 'update') return { kind: 'update', id: entry.target!.id };
  const decision = decisions[entry.position];
  if (!decision) return { kind: 'wait' };
  if (decision.kind === 'skip') return { kind: 'skipped' };
  if (decision.kind === 'create') return { kind: 'create' };
  const isOffered = entry.candidates.some(({ id }) => id === decision.id);
  return isOffered ? { kind: 'update', id: decision.id } : { kind: 'wait' };
}

/** A new fiche beside one that has its SIRET or FINESS goes without: the number stays where it is. */
function create(
  record: ImportRecord,
  entry: PlanEntry,
  fiches: ReadonlyMap<StructureId, StructureInput>,
  resolution: Resolution
): void {
  const input = completeRecord(record);
  if (missingForCreation(record, input).length > 0) {
    resolution.undecided.push(entry);
    return;
  }
  const others = entry.candidates.flatMap(({ id }) => fiches.get(id) ?? []);
  const isTaken = (field: 'siret' | 'finess') =>
    others.some((other) => other[field] !== null && other[field] === input[field]);
  resolution.creations.push({
    ...input,
    siret: isTaken('siret') ? null : input.siret,
    finess: isTaken('finess') ? null : input.finess
  });
  resolution.result.created++;
}

/** Two records decided to be the same fiche: the second waits, or it would undo the first. */
function update(
  record: ImportRecord,
  entry: PlanEntry,
  id: StructureId,
  updated: Set<StructureId>,
  fiches: ReadonlyMap<StructureId, StructureInput>,
  resolution: Resolution
): void {
  const current = fiches.get(id);
  if (!current || updated.has(id)) {
    resolution.undecided.push(entry);
    return;
  }
  updated.add(id);
  const input = mergeRecord(current, record);
  if (listChanges(current, input).length === 0) {
    resolution.result.unchanged++;
    return;
  }
  resolution.updates.push({ id, input });
  resolution.result.updated++;
}
