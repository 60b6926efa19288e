import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { ActionSheetId, PlanId, SheetImportId } from '#shared/ids.ts';
import {
  standingsOf,
  type Decision,
  type ImportPart,
  type SheetImport
} from '../../importing/deciding.ts';
import type { UnderstoodSheet } from '../../importing/understood.ts';
import type { Plan } from '../../model.ts';
import { listNumbers } from '../numbering/queries.ts';
import { getLedPlan } from '../queries.ts';

const NO_SUCH_IMPORT = 'Cet import n’existe pas, ou n’est plus gardé.';

/** An import that is under way or done, for lists. */
export interface ImportSummary {
  readonly id: SheetImportId;
  readonly sourceName: string;
  readonly status: SheetImport['status'];
  readonly createdAt: Date;
  readonly author: string;
  readonly parts: number;
}

/** The last imports of a plan, for who leads it. @throws NotFound, Forbidden */
export async function listSheetImports(
  db: Executor,
  actor: Actor,
  plan: PlanId
): Promise<ImportSummary[]> {
  await getLedPlan(db, actor, { id: plan });
  const { rows } = await sql<ImportSummary>`
    select m.id, m.source_name as "sourceName", m.status, m.created_at as "createdAt",
      coalesce(p.name, '') as author,
      (select count(*)::int from sheet_import_part t where t.import_id = m.id) as parts
    from sheet_import m left join person p on p.id = m.created_by
    where m.plan_id = ${plan} and m.status <> 'dropped' order by m.created_at desc, m.id limit 20`.execute(
    db
  );
  return rows;
}

/** An import with all its parts, for who leads its plan. @throws NotFound, Forbidden */
export async function getSheetImport(
  db: Executor,
  actor: Actor,
  id: string
): Promise<{ readonly plan: Plan; readonly sheetImport: SheetImport }> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) throw new NotFound(NO_SUCH_IMPORT);
  const head = await db
    .selectFrom('sheet_import')
    .select(['id', 'plan_id', 'source_name', 'status', 'created_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!head) throw new NotFound(NO_SUCH_IMPORT);
  const plan = await getLedPlan(db, actor, { id: head.plan_id as PlanId });
  return {
    plan,
    sheetImport: {
      id: head.id as SheetImportId,
      sourceName: head.source_name,
      status: head.status as SheetImport['status'],
      createdAt: head.created_at,
      parts: await listParts(db, plan.id, head.id as SheetImportId)
    }
  };
}

/** The parts of an import beside what the plan holds now; whoever asks has already been let in. */
async function listParts(db: Executor, plan: PlanId, id: SheetImportId): Promise<ImportPart[]> {
  const rows = await db
    .selectFrom('sheet_import_part')
    .select(['position', 'source', 'document', 'decision', 'sheet_id', 'version'])
    .where('import_id', '=', id)
    .orderBy('position')
    .execute();
  const parts = rows.map((row) => {
    const { kind, sheet } = row.document as unknown as {
      kind: ImportPart['kind'];
      sheet: UnderstoodSheet;
    };
    return {
      ...{ position: row.position, source: row.source, kind, sheet, version: row.version },
      ...{ decision: row.decision as Decision, target: row.sheet_id as ActionSheetId | null }
    };
  });
  const standings = standingsOf(parts, await listNumbers(db, plan));
  return parts.map((part, at) => ({ ...part, standing: standings[at]! }));
}
