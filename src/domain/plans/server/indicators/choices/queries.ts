/** What the indicators of a sheet may follow: series and editions of its network, those it is linked to, public ones. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { animates, isMemberOf } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, EventId, SeriesId, TerritoryId } from '#shared/ids.ts';

/** A series or an edition that an indicator may follow. */
export interface Followable {
  readonly kind: 'series' | 'event';
  readonly id: SeriesId | EventId;
  readonly title: string;
  /** The sheet says that it belongs with it. */
  readonly linked: boolean;
  /** Of a series: how many editions are published. */
  readonly editions: number;
}

interface Where {
  readonly territory: TerritoryId;
  readonly sheet: ActionSheetId | null;
}

/**
 * What an indicator may follow, what the sheet is linked to first. Of another network than the plan’s, only what is public;
 * for who is not a member, likewise of this one.
 */
export async function listFollowables(
  db: Executor,
  actor: Actor,
  { territory, sheet }: Where
): Promise<Followable[]> {
  const { rows } = await sql<Followable>`
    select x.kind, x.id, x.title, x.linked, x.editions from (${known(sheet)}) x
    where (x.alone or x.linked) and (${ofNetwork(actor, territory)}
      or (x.public and (x.linked or x.territory = ${territory})))
    order by x.linked desc, x.kind = 'event', x.latest desc nulls last, x.title`.execute(db);
  return rows;
}

/** Whether an indicator may follow a series or an edition. */
export async function findFollowable(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  { series, event }: { readonly series: SeriesId | null; readonly event: EventId | null }
): Promise<boolean> {
  const { rows } = await sql`
    select from (${known(null)}) x
    where x.kind = ${event === null ? 'series' : 'event'} and x.id = ${event ?? series}
      and (x.public or ${ofNetwork(actor, territory)})`.execute(db);
  return rows.length > 0;
}

/** Of the network, as its members find it; a series that shows no edition yet is for who leads it. */
function ofNetwork(actor: Actor, territory: TerritoryId) {
  return sql`(x.territory = ${territory} and ${isMemberOf(actor, territory)}
    and (x.listed or ${animates(actor, territory)}))`;
}

/**
 * Series, and editions that are of none: those of a series are followed by their series. Drafts, and what only its link
 * leads to, are left out.
 */
function known(sheet: ActionSheetId | null) {
  return sql`
    select 'series' as kind, z.id, z.title, z.territory_id as territory,
      exists (select from action_sheet_link l where l.sheet_id = ${sheet} and (l.series_id = z.id
        or exists (select from event v where v.id = l.event_id and v.series_id = z.id))) as linked,
      count(e.id) filter (where e.status = 'published')::int as editions, max(e.starts_at) as latest,
      coalesce(bool_or(e.status <> 'draft' and e.visibility = 'public'), false) as public,
      coalesce(bool_or(e.status <> 'draft'), false) as listed, true as alone
    from event_series z left join event e on e.series_id = z.id and e.visibility <> 'link' group by z.id, z.title, z.territory_id
    union all
    select 'event', v.id, v.title, v.territory_id,
      exists (select from action_sheet_link l where l.sheet_id = ${sheet} and l.event_id = v.id), 1, v.starts_at,
      v.visibility = 'public', true, v.series_id is null
    from event v where v.status <> 'draft' and v.visibility <> 'link'`;
}
