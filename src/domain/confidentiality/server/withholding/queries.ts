import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';
import type { ContentKind, ReportReason, Withholding } from '../../model.ts';
import { canDecideWithholding } from '../../rules.ts';

/** The contents of a kind that are hidden now, by id: every list, page, search, export and digest leaves them out. */
export async function listWithheldIds(executor: Executor, kind: ContentKind): Promise<Set<string>> {
  const rows = await executor
    .selectFrom('withholding')
    .select('content_id')
    .where('content_kind', '=', kind)
    .where('status', '=', 'withheld')
    .execute();
  return new Set(rows.map((row) => row.content_id));
}

/** Whether one content is hidden now. */
export async function isWithheld(
  executor: Executor,
  kind: ContentKind,
  id: string | number
): Promise<boolean> {
  const row = await executor
    .selectFrom('withholding')
    .select('id')
    .where('content_kind', '=', kind)
    .where('content_id', '=', String(id))
    .where('status', '=', 'withheld')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * What waits to be read again in a territory, the oldest first, then what was decided lately.
 * @throws Forbidden unless the actor decides there.
 */
export async function listWithholdings(
  executor: Executor,
  actor: Actor,
  territory: TerritoryId | null
): Promise<Withholding[]> {
  if (!canDecideWithholding(actor, territory)) throw new Forbidden(NOT_YOURS);
  const rows = await select(executor)
    .where('w.territory_id', territory === null ? 'is' : '=', territory)
    .orderBy((eb) => eb.case().when('w.status', '=', 'withheld').then(0).else(1).end())
    .orderBy('w.id', 'desc')
    .limit(200)
    .execute();
  return rows.map(asWithholding);
}

/** @throws NotFound, or Forbidden. */
export async function getWithholding(
  executor: Executor,
  actor: Actor,
  id: number
): Promise<Withholding> {
  const row = await select(executor).where('w.id', '=', id).executeTakeFirst();
  if (!row) throw new NotFound('Ce signalement n’existe pas, ou n’existe plus.');
  const found = asWithholding(row);
  if (!canDecideWithholding(actor, found.territory)) throw new Forbidden(NOT_YOURS);
  return found;
}

export const NOT_YOURS =
  'Seules les personnes qui animent ce territoire décident des textes retenus.';

function select(executor: Executor) {
  return executor
    .selectFrom('withholding as w')
    .leftJoin('person as p', 'p.id', 'w.decided_by')
    .selectAll('w')
    .select('p.name as decider');
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

function asWithholding(row: Row): Withholding {
  return {
    withholding: row.id,
    kind: row.content_kind,
    id: row.content_id,
    label: row.content_label,
    territory: row.territory_id as TerritoryId | null,
    reason: row.reason as ReportReason,
    reportedBy: row.reported_by as PersonId | null,
    reportedAt: row.reported_at,
    status: row.status as Withholding['status'],
    decidedAt: row.decided_at,
    decidedBy: row.decider
  };
}
