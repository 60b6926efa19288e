import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { BulkChangeId, TerritoryId } from '#shared/ids.ts';
import {
  bulkTitle,
  LINE_STATES,
  targetOf,
  valueText,
  type BulkAction,
  type BulkChange,
  type BulkLine,
  type BulkReport,
  type LineState
} from '../../../bulk.ts';
import { assertMayBulk } from '../queries.ts';

/** The last changes prepared in a place, newest first. @throws Forbidden */
export async function listBulkChanges(
  db: Executor,
  actor: Actor,
  place: TerritoryId | null
): Promise<(BulkChange & { fiches: number })[]> {
  assertMayBulk(actor, place);
  const { rows } = await sql<Row & { fiches: number }>`
    ${bulks(sql`(select count(*)::int from bulk_change_line l
      where l.bulk_id = b.id and (l.applied_version is not null or b.status = 'prepared')) as fiches`)}
    where b.territory_id is not distinct from ${place}::bigint order by b.created_at desc limit ${SHOWN}`.execute(
    db
  );
  return rows.map((row) => ({ ...asChange(row), fiches: row.fiches }));
}

const SHOWN = 10;

type Row = Omit<BulkChange, 'action' | 'title'> & BulkAction & { name: string | null };

function bulks(more: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select b.id, b.kind, b.value, b.status, coalesce(p.name, '') as by, b.created_at as "createdAt",
      b.applied_at as "appliedAt", b.undone_at as "undoneAt", coalesce(t.name, l.name) as name, ${more}
    from bulk_change b
    left join person p on p.id = b.person_id
    left join structure_type t on b.kind = 'type' and t.code = b.value
    left join territory l on b.kind in ('enter', 'leave') and l.id::text = b.value`;
}

function asChange({ kind, value, name, ...row }: Row): BulkChange {
  const action = { kind, value };
  return { ...row, action, title: bulkTitle(action, name ?? value) };
}

/**
 * A change of many fiches: how many are in each state at this moment.
 * @throws Forbidden, NotFound: also when it is another territory's.
 */
export async function getBulkChange(
  db: Executor,
  actor: Actor,
  place: TerritoryId | null,
  id: string
): Promise<BulkReport> {
  assertMayBulk(actor, place);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new NotFound(GONE);
  const { rows } = await sql<Row>`${bulks(sql`1`)}
    where b.id = ${id} and b.territory_id is not distinct from ${place}::bigint`.execute(db);
  if (!rows[0]) throw new NotFound(GONE);
  const counted = await sql<{
    state: LineState;
    count: number;
    frontDoors: number;
    homeless: number;
  }>`
    select state, count(*)::int as count, count(*) filter (where "frontDoor")::int as "frontDoors",
      count(*) filter (where homes = 1)::int as homeless
    from (${lines(id)}) as line group by state`.execute(db);
  const change = asChange(rows[0]);
  const changing = counted.rows.find(({ state }) => state === 'change');
  const counts = Object.fromEntries(LINE_STATES.map((state) => [state, 0]));
  for (const { state, count } of counted.rows) counts[state] = count;
  return {
    ...change,
    counts: counts as Record<LineState, number>,
    frontDoors: changing?.frontDoors ?? 0,
    homeless: change.action.kind === 'leave' ? (changing?.homeless ?? 0) : 0
  };
}

const GONE = 'Ce changement n’existe pas, ou son aperçu a expiré.';

/** Each fiche of a change, those to look at first. For a change that `getBulkChange` gave. */
export async function listBulkLines(
  db: Executor,
  change: BulkChange,
  view: { state: LineState | null; page: number; perPage: number }
): Promise<BulkLine[]> {
  const { kind } = change.action;
  type Line = Omit<BulkLine, 'after' | 'last'> & {
    typeBefore: string | null;
    typeAfter: string | null;
    by: string | null;
    at: Date;
  };
  const { rows } = await sql<Line>`
    select line.id, line.slug, line.name, line.state, line.before, line."frontDoor",
      was.name as "typeBefore", becomes.name as "typeAfter", h.actor_label as by, h.at
    from (${lines(change.id)}) as line
    left join structure_type was on ${kind} = 'type' and was.code = line.before
    left join structure_type becomes on ${kind} = 'type' and becomes.code = ${targetOf(change.action)}
    left join lateral (select actor_label, at from structure_history where structure_id = line.id
      and line.state in ('moved', 'left', 'kept') order by id desc limit 1) h on true
    where ${view.state}::text is null or line.state = ${view.state}
    order by array_position(${[...LINE_STATES]}::text[], line.state), line.name, line.id
    limit ${view.perPage} offset ${(view.page - 1) * view.perPage}`.execute(db);
  const target = targetOf(change.action);
  return rows.map(({ typeBefore, typeAfter, by, at, ...line }) => ({
    ...line,
    before: valueText(kind, line.before, typeBefore),
    after: valueText(kind, target, typeAfter),
    last: by === null ? null : { by, at }
  }));
}

/** The lines of a change with the state of each: see `LINE_STATES`. */
function lines(id: BulkChangeId | string): RawBuilder<unknown> {
  return sql`
    select s.id, s.slug, s.name, l.before,
      exists (select 1 from front_door d where d.structure_id = s.id) as "frontDoor",
      (select count(*)::int from structure_territory st where st.structure_id = s.id) as homes,
      case
        when l.same then 'same'
        when b.status = 'prepared' then
          case when s.version = l.version and s.merged_into is null then 'change' else 'moved' end
        when l.applied_version is null then 'left'
        when b.status = 'undone' then case when l.undone then 'undone' else 'kept' end
        when s.version = l.applied_version and s.merged_into is null then 'changed'
        else 'moved' end as state
    from bulk_change b
    join bulk_change_line l on l.bulk_id = b.id
    join structure s on s.id = l.structure_id
    where b.id = ${id}`;
}
