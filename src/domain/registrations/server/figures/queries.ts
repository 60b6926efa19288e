import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, TerritoryId } from '#shared/ids.ts';
import {
  gatherCounts,
  type Counted,
  type Figures,
  type Filling,
  type Missing
} from '../../figures.ts';
import { REGISTRATION_STATUSES } from '../../model.ts';
import { professionLabel } from '../../profession.ts';

type Pool = Filling & { readonly kind: 'edition' | 'category' | 'session' };

type Row = Omit<Figures, 'statuses' | 'professions' | 'edition' | 'categories' | 'sessions'> & {
  statuses: Partial<Figures['statuses']>;
  professions: (Counted & { code: string })[];
  pools: Pool[];
};

/**
 * The figures of an edition, as of now. One statement besides the edition.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function readFigures(db: Executor, actor: Actor, id: EventId): Promise<Figures> {
  await getManagedEventById(db, actor, id);
  const { rows } = await figuresOf(id).execute(db);
  const { statuses, professions, pools: all, ...figures } = rows[0]!;
  const of = (kind: Pool['kind']) => all.filter((pool) => pool.kind === kind);
  return {
    ...figures,
    statuses: Object.fromEntries(
      REGISTRATION_STATUSES.map((status) => [status, statuses[status] ?? 0])
    ) as Figures['statuses'],
    professions: gather(professions),
    edition: of('edition')[0]!,
    categories: of('category'),
    sessions: of('session')
  };
}

function figuresOf(id: EventId) {
  return sql<Row>`
    with coming as materialized (
      select id, profession_code, profession_label, structure_id, structure_label, commune_code, relay_id
      from registration where event_id = ${id} and status in ('confirmed', 'offered')
    )
    select
      (select coalesce(json_object_agg(status, n), '{}') from
        (select status, count(*) as n from registration where event_id = ${id} group by status) x) as statuses,
      (select coalesce(json_agg(json_build_object('code', profession_code, 'label', profession_label, 'count', n)), '[]')
        from (select profession_code, profession_label, count(*) as n from coming group by 1, 2) x) as professions,
      ${counted(sql`select t.name as label, count(*) as n from coming join structure s on s.id = coming.structure_id
        join structure_type t on t.code = s.type_code group by t.code, t.name`)} as types,
      ${counted(sql`select coalesce(s.name, structure_label) as label, count(*) as n from coming
        left join structure s on s.id = coming.structure_id
        where s.id is not null or structure_label <> '' group by 1`)} as structures,
      ${counted(sql`select c.name as label, count(*) as n from coming join commune c on c.code = coming.commune_code
        group by c.code, c.name`)} as communes,
      ${counted(sql`select l.name as label, count(*) as n from coming join event_relay l on l.id = coming.relay_id
        group by l.id, l.name`)} as relays,
      (select coalesce(json_agg(json_build_object('label', label, 'count', n) order by starts_at), '[]') from
        (select d.label, d.starts_at, count(coming.id) as n from event_half_day d
          left join registration_half_day h on h.half_day_id = d.id left join coming on coming.id = h.registration_id
          where d.event_id = ${id} group by d.id) x) as "halfDays",
      ${pools(id)} as pools,
      (select count(*) from registration_need n join coming on coming.id = n.registration_id where n.meal <> '') as meals,
      (select count(*) from registration_need n join coming on coming.id = n.registration_id where n.access <> '') as accesses`;
}

/** Labels and counts, the most numerous first. */
function counted(select: ReturnType<typeof sql>) {
  return sql`(select coalesce(json_agg(json_build_object('label', label, 'count', n) order by n desc, label), '[]')
    from (${select}) x)`;
}

function pools(id: EventId) {
  return sql`(select coalesce(json_agg(json_build_object(
      'kind', case when p.session_id is not null then 'session' when p.category_id is not null then 'category'
        else 'edition' end,
      'label', coalesce(s.title, k.label, ''), 'roomName', coalesce(o.name, ''), 'roomCapacity', o.capacity,
      'capacity', p.capacity, 'taken', p.taken,
      'beyond', case when s.id is not null
        then (select count(*) from session_choice c where c.session_id = s.id and c.overruled and c.status = 'confirmed')
        else (select count(*) from registration r where r.event_id = p.event_id and r.overruled
          and r.status = 'confirmed' and (k.id is null or r.category_id = k.id)) end,
      'waiting', case when s.id is not null
        then (select count(*) from session_choice c where c.session_id = s.id and c.status = 'waitlisted')
        else (select count(*) from registration r where r.event_id = p.event_id and r.status = 'waitlisted'
          and (k.id is null or r.category_id = k.id)) end)
      order by s.starts_at, s.id, k.position, k.id), '[]')
    from place_pool p
    left join registration_category k on k.id = p.category_id
    left join programme_session s on s.id = p.session_id
    left join event_room o on o.id = s.room_id
    where p.event_id = ${id} and (s.id is null or s.chosen))`;
}

/** « Infirmier » and « infirmière » are one profession. */
function gather(professions: Row['professions']): Counted[] {
  return gatherCounts(
    professions.map(({ code, label, count }) => ({
      label: professionLabel(code, label) || 'Sans profession dite',
      count
    }))
  );
}

/**
 * Who of the directory of the territory has nobody coming or waiting: types, structures, and places whose structures
 * of proximity are all absent.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function readMissing(db: Executor, actor: Actor, id: EventId): Promise<Missing> {
  const event = await getManagedEventById(db, actor, id);
  const { rows } = await missingFrom(id, event.territory.id).execute(db);
  return rows[0]!;
}

function missingFrom(id: EventId, territory: TerritoryId) {
  return sql<Missing>`
    with present as materialized (
      select distinct structure_id as id from registration
      where event_id = ${id} and status in ('confirmed', 'offered', 'waitlisted') and structure_id is not null
    ), here as materialized (
      select s.id, s.slug, s.name, s.type_code, t.name as type_name, t.position, present.id is not null as comes
      from structure_territory st
      join structure s on s.id = st.structure_id and s.merged_into is null and s.status = 'active'
      join structure_type t on t.code = s.type_code
      left join present on present.id = s.id
      where st.territory_id = ${territory}
    ), ground as materialized (
      select pc.commune_code from territory t join perimeter_commune pc on pc.perimeter_id = t.perimeter_id
      where t.id = ${territory}
    ), near as (
      select distinct here.comes, o.perimeter_id from here join structure_offer o on o.structure_id = here.id
      where o.certainty = 'declared' and o.commune_count < (select count(*) from ground)
    ), covered as (
      select pc.commune_code, bool_or(near.comes) as comes from near
      join perimeter_commune pc on pc.perimeter_id = near.perimeter_id
      join ground on ground.commune_code = pc.commune_code group by 1
    ), place as (
      select coalesce(e.name, 'Hors intercommunalité') as name, count(*) as communes,
        count(*) filter (where not covered.comes) as without,
        (array_agg(c.name order by c.population desc nulls last) filter (where not covered.comes))[1:4] as examples
      from covered join commune c on c.code = covered.commune_code left join epci e on e.code = c.epci_code
      group by e.code, e.name having bool_or(not covered.comes)
    )
    select (select count(*) from here)::int as directory,
      (select coalesce(json_agg(json_build_object('code', type_code, 'label', type_name, 'count', n)
          order by n desc, type_name), '[]') from
        (select type_code, type_name, count(*) as n from here group by 1, 2 having not bool_or(comes)) x) as types,
      (select coalesce(json_agg(json_build_object('slug', slug, 'name', name, 'typeName', type_name)
          order by position, type_name, name), '[]') from here where not comes) as structures,
      (select coalesce(json_agg(json_build_object('name', name, 'communes', communes, 'without', without,
          'examples', examples) order by without desc, name), '[]') from place) as places`;
}
