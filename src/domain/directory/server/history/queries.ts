import type { Executor } from '#server/db/connection.ts';
import type { PersonId, StructureId } from '#shared/ids.ts';
import type { HistoryKind, HistoryLine } from '../../history.ts';
import type { StructureInput } from '../../model.ts';

/** Who changed a fiche last, when, and how. Null for what was written before a history was kept. */
export async function findLastChange(
  db: Executor,
  id: StructureId
): Promise<{ by: string; at: Date; kind: HistoryKind } | null> {
  const row = await db
    .selectFrom('structure_history')
    .select(['actor_label', 'at', 'kind'])
    .where('structure_id', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { by: row.actor_label, at: row.at, kind: row.kind as HistoryKind } : null;
}

/** The changes of a fiche, the last first. Whole fiches: only for whoever may change it. */
export async function listHistory(
  db: Executor,
  id: StructureId,
  limit = 50
): Promise<HistoryLine[]> {
  const rows = await db
    .selectFrom('structure_history')
    .selectAll()
    .where('structure_id', '=', id)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    at: row.at,
    kind: row.kind as HistoryKind,
    person: row.person_id as PersonId | null,
    by: row.actor_label,
    before: row.before as StructureInput | null,
    after: row.after as StructureInput | null
  }));
}
