/** The sheets that speak of something else: a structure, an edition, a project. */
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, ContributionId, EventId, SeriesId, StructureId } from '#shared/ids.ts';
import { SHEET_ROLES, type SheetAbout, type SheetRole } from '../../reading.ts';
import { canReadPlan } from '../../rules.ts';
import type { SheetSummary } from '../../sheet.ts';
import { listPlanHeads } from '../reading/queries.ts';
import { listSheetsAmong } from '../sheets/queries.ts';

/** What concerns some structures in the plans: the sheets that an actor reads where they are named. */
export function listSheetsOfStructures(
  db: Executor,
  actor: Actor,
  structures: readonly StructureId[]
): Promise<SheetAbout[]> {
  if (structures.length === 0) return Promise.resolve([]);
  const among = (column: string) => sql`${sql.ref(column)} = any(${structures}::bigint[])`;
  return listAbout(
    db,
    actor,
    sql`select sheet_id as id, role from action_sheet_actor where ${among('structure_id')}
      union select sheet_id, 'funder' from action_sheet_funding where ${among('structure_id')}
      union select sheet_id, 'link' from action_sheet_link where ${among('structure_id')}`
  );
}

/** The sheets that an actor reads to which an edition, or its series, is linked. */
export function listSheetsOfEvent(
  db: Executor,
  actor: Actor,
  event: EventId,
  series: SeriesId | null
): Promise<SheetAbout[]> {
  return listAbout(
    db,
    actor,
    sql`select sheet_id as id, 'link' as role from action_sheet_link
      where event_id = ${event} or series_id = ${series}`
  );
}

/** The sheets that an actor reads to which something shared is linked. */
export function listSheetsOfContribution(
  db: Executor,
  actor: Actor,
  contribution: ContributionId
): Promise<SheetAbout[]> {
  return listAbout(
    db,
    actor,
    sql`select sheet_id as id, 'link' as role from action_sheet_link where contribution_id = ${contribution}`
  );
}

async function listAbout(
  db: Executor,
  actor: Actor,
  mentions: RawBuilder<unknown>
): Promise<SheetAbout[]> {
  const { rows } = await sql<{ id: ActionSheetId; roles: SheetRole[] }>`
    select id, array_agg(distinct role) as roles from (${mentions}) mention group by id`.execute(
    db
  );
  const sheets = await listSheetsAmong(
    db,
    actor,
    rows.map(({ id }) => id)
  );
  const plans = await listPlanHeads(db, [...new Set(sheets.map(({ place }) => place.plan.id))]);
  return sheets
    .map((sheet) => about(actor, sheet, plans, rows.find(({ id }) => id === sheet.id)?.roles ?? []))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** What is piloted comes first; what was dropped, last. */
function rank({ status, roles }: SheetAbout): number {
  return (status === 'dropped' ? SHEET_ROLES.length : 0) + SHEET_ROLES.indexOf(roles[0]!);
}

function about(
  actor: Actor,
  sheet: SheetSummary,
  plans: Awaited<ReturnType<typeof listPlanHeads>>,
  roles: readonly SheetRole[]
): SheetAbout {
  const { slug, shortTitle, sheetWord, place } = plans.get(sheet.place.plan.id)!;
  return {
    plan: { slug, shortTitle, sheetWord, isReadable: canReadPlan(actor, place) },
    ...{ slug: sheet.slug, number: sheet.number, title: sheet.title, status: sheet.status },
    roles: SHEET_ROLES.filter((role) => roles.includes(role))
  };
}
