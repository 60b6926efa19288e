import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, SeriesId, TerritoryId } from '#shared/ids.ts';
import type { EventKind, EventSummary, TeamRole } from '../../model.ts';
import type { TeamEvent } from '../../team.ts';
import { hidesEventTexts } from '../withheld/queries.ts';

export interface AgendaFilter {
  /** Slug; one that does not exist answers nothing. */
  readonly territory?: string;
  readonly kind?: EventKind;
  readonly past?: boolean;
  /** From 1. */
  readonly page?: number;
  readonly perPage?: number;
}

/**
 * What an actor may find without having its address: published or cancelled, public or of her networks. The next
 * ones, the nearest first; or the past ones, the last first.
 */
export async function listAgenda(
  db: Executor,
  actor: Actor,
  { territory, kind, past = false, page = 1, perPage = 20 }: AgendaFilter,
  now: Date
): Promise<{ events: EventSummary[]; total: number }> {
  const when = past ? sql`e.ends_at <= ${now}` : sql`(e.ends_at > ${now} or e.ends_at is null)`;
  const order = past ? sql`e.starts_at desc` : sql`e.starts_at nulls last`;
  const { rows } = await sql<EventSummary & { total: number }>`
    select ${SUMMARY}, count(*) over ()::int as total
    from ${SOURCES}
    where ${mayFind(actor)} and ${when}
      and (${territory ?? null}::text is null or t.slug = ${territory ?? null})
      and (${kind ?? null}::text is null or e.kind = ${kind ?? null})
    order by ${order}, e.id
    limit ${perPage} offset ${(page - 1) * perPage}`.execute(db);
  return { events: rows.map(({ total: _, ...event }) => event), total: rows[0]?.total ?? 0 };
}

export interface ManagedEvent extends EventSummary {
  /** Why it is shown: she leads the network, or what she does in its team. */
  readonly role: 'animator' | TeamRole;
  readonly lateTasks: number;
}

/**
 * The editions an actor works on: those of the networks she leads, and those whose team she is in. Drafts without a
 * date first, then the nearest.
 */
export async function listManagedEvents(
  db: Executor,
  actor: Actor,
  now: Date
): Promise<ManagedEvent[]> {
  if (actor.kind === 'visitor') return [];
  const led = territoriesOf(actor, ['animator']);
  const leads = runsInstance(actor) ? sql`true` : sql`e.territory_id = any(${led}::bigint[])`;
  const { rows } = await sql<ManagedEvent>`
    select ${SUMMARY}, case when ${leads} then 'animator' else own.role end as role,
      (select count(*) from event_task task where task.event_id = e.id and task.done_at is null
        and e.status <> 'cancelled' and e.ends_at > ${now}::timestamptz - interval '45 days'
        and (e.starts_at at time zone e.time_zone)::date - task.days_before
          < (${now}::timestamptz at time zone e.time_zone)::date)::int as "lateTasks"
    from ${SOURCES}
    left join lateral (${roleOf(actor)}) own on true
    where ${leads} or own.role is not null
    order by e.starts_at nulls first, e.id`.execute(db);
  return rows;
}

/** The editions an actor manages (`canManageEvent`), not those where she only welcomes or brings something. */
export async function listManagedIds(db: Executor, actor: Actor, now: Date): Promise<Set<EventId>> {
  const events = await listManagedEvents(db, actor, now);
  return new Set(
    events.filter(({ role }) => role === 'animator' || role === 'organiser').map(({ id }) => id)
  );
}

/** The editions whose team a person is in, and what she does there; not those she only leads the network of. */
export async function listTeamEvents(db: Executor, actor: Actor): Promise<TeamEvent[]> {
  if (actor.kind !== 'person') return [];
  const { rows } = await sql<TeamEvent>`
    select ${SUMMARY}, own.role from ${SOURCES}
    join lateral (${roleOf(actor)}) own on true
    where e.status <> 'cancelled'
    order by e.starts_at nulls first, e.id`.execute(db);
  return rows;
}

/** The editions of a series, the last first. Who may see them is asked of the series. */
export async function listEditions(db: Executor, series: SeriesId): Promise<EventSummary[]> {
  const { rows } = await sql<EventSummary>`
    select ${SUMMARY} from ${SOURCES} where e.series_id = ${series}
    order by e.starts_at desc nulls first, e.id desc`.execute(db);
  return rows;
}

/**
 * Of some editions and series, the editions that an actor may find, the last first: what something else links to.
 * @param which - drafts: with those that she prepares.
 */
export async function listFindable(
  db: Executor,
  actor: Actor,
  {
    events,
    series,
    drafts = false
  }: {
    readonly events: readonly EventId[];
    readonly series: readonly SeriesId[];
    readonly drafts?: boolean;
  }
): Promise<EventSummary[]> {
  if (events.length + series.length === 0) return [];
  const { rows } = await sql<EventSummary>`
    select ${SUMMARY} from ${SOURCES}
    where (e.id = any(${events}::bigint[]) or e.series_id = any(${series}::bigint[]))
      and (${mayFind(actor)} or ${drafts ? draftsOf(actor) : sql`false`})
    order by e.starts_at desc nulls first, e.id desc`.execute(db);
  return rows;
}

/** One's own first role in the team of an edition: the widest. */
function roleOf(actor: Actor) {
  const person = actor.kind === 'person' ? actor.id : null;
  return sql`select m.role from event_team_member m where m.event_id = e.id and m.person_id = ${person}
    order by array_position(array['organiser', 'reception', 'partner'], m.role) limit 1`;
}

/** `canReadEvent` without the link: what nothing lists is not listed. */
function mayFind(actor: Actor) {
  if (runsInstance(actor)) return sql`e.status <> 'draft' and e.visibility <> 'link'`;
  const mine = territoriesOf(actor, ['member', 'animator']);
  return sql`e.status <> 'draft' and (e.visibility = 'public'
    or (e.visibility = 'members' and e.territory_id = any(${mine}::bigint[])))`;
}

/** The drafts that an actor prepares: `isInTeam` says the same of one. `e` is the edition. */
export function draftsOf(actor: Actor) {
  if (actor.kind === 'visitor') return sql<boolean>`false`;
  if (runsInstance(actor)) return sql<boolean>`e.status = 'draft'`;
  const person = actor.kind === 'person' ? actor.id : null;
  return sql<boolean>`(e.status = 'draft' and (
    e.territory_id = any(${territoriesOf(actor, ['animator'])}::bigint[])
    or exists (select from event_team_member m where m.event_id = e.id and m.person_id = ${person})))`;
}

function territoriesOf(actor: Actor, roles: readonly string[]): TerritoryId[] {
  if (actor.kind !== 'person') return [];
  return actor.memberships
    .filter(({ role }) => roles.includes(role))
    .map(({ territory }) => territory);
}

const SUMMARY_TEXT = sql`case when ${hidesEventTexts(sql.ref('e.id'))} then '' else e.summary end`;

const SUMMARY = sql`e.id, e.slug, e.kind, e.title, ${SUMMARY_TEXT} as summary, e.status, e.visibility, e.fictional,
  e.starts_at as "startsAt", e.ends_at as "endsAt", e.time_zone as "timeZone",
  json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'nameWithDe', t.name_with_de) as territory,
  case when s.id is not null then json_build_object('id', s.id, 'slug', s.slug, 'title', s.title) end as series,
  e.venue_name as "venueName", coalesce(c.name, '') as "communeName"`;

const SOURCES = sql`event e
  join territory t on t.id = e.territory_id
  left join event_series s on s.id = e.series_id
  left join commune c on c.code = e.venue_commune_code`;
