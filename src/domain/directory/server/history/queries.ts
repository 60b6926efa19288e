import { isWithheld } from '#domain/confidentiality/server/withholding/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { PersonId, StructureId } from '#shared/ids.ts';
import type { HistoryKind, HistoryLine } from '../../history.ts';
import { asInput, type StructureInput } from '../../model.ts';
import { readStructures } from '../details/queries.ts';
import { withoutTexts } from '../../withheld.ts';

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

/** The changes of a fiche, the last first, without its texts while they are withheld. Only for whoever may change it. */
export async function listHistory(
  db: Executor,
  id: StructureId,
  limit = 50,
  before: number | null = null
): Promise<HistoryLine[]> {
  const withheld = await isWithheld(db, 'structure', id);
  const rows = await db
    .selectFrom('structure_history')
    .selectAll()
    .where('structure_id', '=', id)
    .$if(before !== null, (query) => query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  const shown = (fiche: unknown) => {
    const whole = fiche as StructureInput | null;
    return whole && withheld ? withoutTexts(whole) : whole;
  };
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    at: row.at,
    kind: row.kind as HistoryKind,
    person: row.person_id as PersonId | null,
    by: row.actor_label,
    before: shown(row.before),
    after: shown(row.after)
  }));
}

/**
 * A fiche as it was at a version. A confirmation keeps no copy: the nearest one kept since then says all but who
 * confirmed and when.
 * @throws NotFound
 */
export async function readVersion(
  db: Executor,
  id: StructureId,
  version: number
): Promise<StructureInput> {
  const row = await db
    .selectFrom('structure_history')
    .select('before')
    .where('structure_id', '=', id)
    .where('version', '>', version)
    .where('before', 'is not', null)
    .orderBy('version')
    .limit(1)
    .executeTakeFirst();
  if (row) {
    const then = row.before as unknown as StructureInput;
    return (await isWithheld(db, 'structure', id)) ? withoutTexts(then) : then;
  }
  const [current] = await readStructures(db, [id]);
  if (!current) throw new NotFound('Cette structure n’existe pas.');
  return asInput(current);
}
