import { sql, type SqlBool } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { Actor } from '../../model.ts';
import { runsInstance } from '../../rules.ts';

export interface AuditFilter {
  /** A part of the name of who acted. */
  readonly by?: string;
  /** The beginning of an action: « structure », « person.export ». */
  readonly action?: string;
  /** A part of the name of what was acted upon. */
  readonly target?: string;
  /** Civil dates of Paris, included. */
  readonly from?: string;
  readonly to?: string;
}

export interface AuditLine {
  readonly id: number;
  readonly at: Date;
  readonly by: string;
  readonly action: string;
  readonly target: string;
  readonly territory: string | null;
  readonly detail: unknown;
}

/**
 * The audit log, the last first.
 * @throws Forbidden unless the actor runs the instance.
 */
export async function listAudit(
  db: Executor,
  actor: Actor,
  filter: AuditFilter,
  { page, perPage }: { page: number; perPage: number }
): Promise<{ lines: AuditLine[]; total: number }> {
  if (!runsInstance(actor)) throw new Forbidden('Le journal est réservé à l’administration.');
  const rows = await matching(db, filter)
    .leftJoin('territory as t', 't.id', 'a.territory_id')
    .select(['a.id', 'a.at', 'a.actor_label', 'a.action', 'a.target_kind', 'a.target_label'])
    .select(['a.detail', 't.name as territory'])
    .orderBy('a.at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  const { total } = await matching(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const lines = rows.map((row) => ({
    id: row.id,
    at: row.at,
    by: row.actor_label,
    action: row.action,
    target: row.target_label || row.target_kind,
    territory: row.territory,
    detail: row.detail
  }));
  return { lines, total };
}

function matching(db: Executor, { by, action, target, from, to }: AuditFilter) {
  const part = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const day = (civil: string, days: number) =>
    sql<Date>`((${civil}::date + ${days}::int)::timestamp at time zone 'Europe/Paris')`;
  return db
    .selectFrom('audit_entry as a')
    .$if(Boolean(by), (query) => query.where('a.actor_label', 'ilike', part(by!)))
    .$if(Boolean(action), (query) => query.where(sql<SqlBool>`starts_with(a.action, ${action!})`))
    .$if(Boolean(target), (query) => query.where('a.target_label', 'ilike', part(target!)))
    .$if(Boolean(from), (query) => query.where('a.at', '>=', day(from!, 0)))
    .$if(Boolean(to), (query) => query.where('a.at', '<', day(to!, 1)));
}
