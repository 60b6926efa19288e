import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { listEditions, listManagedIds } from '#domain/events/server/listing/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Counted } from '#domain/registrations/figures.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import {
  figuresOf,
  gatherProfessions,
  type EditionCounts,
  type EditionFigures
} from '../../figures.ts';
import { listMeasures } from '../results/queries.ts';

/**
 * The figures of an edition, each with its source. For who may read them: the caller decided. No name is in them.
 * @throws NotFound when the edition is no more.
 */
export async function getEditionFigures(
  db: Executor,
  event: EventId,
  now: Date
): Promise<EditionFigures> {
  const [figures] = await listEditionsFigures(db, [event], now);
  if (!figures) throw new NotFound('Cette rencontre n’existe plus.');
  return figures;
}

/** The figures of several editions, in the order asked: as many statements for one as for twenty. */
export async function listEditionsFigures(
  db: Executor,
  events: readonly EventId[],
  now: Date
): Promise<EditionFigures[]> {
  const counts = await countEditions(db, events);
  const measures = await listMeasures(db, events);
  return events.flatMap((id) => {
    const found = counts.get(id);
    return found ? [figuresOf(found, measures.get(id) ?? [], now)] : [];
  });
}

/** The figures of an edition: all of them, and the same with only the questionnaires whose results everybody may read. */
export interface ShownFigures {
  readonly all: EditionFigures;
  readonly shown: EditionFigures;
}

/** Both of several editions, for what is read by people who are not of the team: as many statements for one as for ten. */
export async function listShownFigures(
  db: Executor,
  events: readonly EventId[],
  now: Date
): Promise<Map<EventId, ShownFigures>> {
  const counts = await countEditions(db, events);
  const measures = await listMeasures(db, events);
  const shown = await listMeasures(db, events, { shown: true });
  return new Map(
    [...counts].map(([id, found]) => [
      id,
      {
        all: figuresOf(found, measures.get(id) ?? [], now),
        shown: figuresOf(found, shown.get(id) ?? [], now)
      }
    ])
  );
}

/**
 * An edition beside the others of its series that are over and that the actor manages too, the first first. Those that
 * were cancelled or never published are left out.
 */
export async function compareFigures(
  db: Executor,
  actor: Actor,
  event: Event,
  now: Date
): Promise<EditionFigures[]> {
  const others = event.series ? await listEditions(db, event.series.id) : [];
  const managed = others.length > 1 ? await listManagedIds(db, actor, now) : new Set<EventId>();
  const held = others.filter(
    ({ id, status, endsAt }) =>
      id !== event.id && managed.has(id) && status === 'published' && endsAt && endsAt <= now
  );
  const all = [...held, event].toSorted(
    (a, b) => (a.startsAt?.getTime() ?? Infinity) - (b.startsAt?.getTime() ?? Infinity)
  );
  return listEditionsFigures(
    db,
    all.map(({ id }) => id),
    now
  );
}

type Row = Omit<EditionCounts, 'edition' | 'professions'> & {
  id: EventId;
  slug: string;
  title: string;
  status: EditionCounts['edition']['status'];
  startsAt: Date | null;
  endsAt: Date | null;
  timeZone: string;
  professions: (Counted & { code: string })[];
};

async function countEditions(
  db: Executor,
  events: readonly EventId[]
): Promise<Map<EventId, EditionCounts>> {
  const { rows } = await counting(events).execute(db);
  return new Map(
    rows.map(({ id, slug, title, status, startsAt, endsAt, timeZone, professions, ...counts }) => [
      id,
      {
        ...counts,
        edition: { id, slug, title, status, startsAt, endsAt, timeZone },
        professions: gatherProfessions(professions)
      }
    ])
  );
}

/**
 * `here`: of each edition, those who came where entries were noted, else those who have a place. `before`: the addresses
 * of those who came or had a place in an earlier edition of the same series.
 */
function sources(events: readonly EventId[]) {
  return sql`
    with asked as materialized (
      select e.*, exists (select from attendance a where a.event_id = e.id) as noted
      from event e where e.id = any(${[...events]}::bigint[])
    ), came as materialized (
      select distinct event_id, registration_id as id from attendance
      where event_id in (select id from asked)
    ), here as materialized (
      select r.*, came.id is not null as came from asked
      join registration r on r.event_id = asked.id left join came on came.id = r.id
      where case when asked.noted then came.id is not null else r.status = 'confirmed' end
    ), prior as materialized (
      select asked.id as of, p.id, p.title, p.starts_at from asked
      join event p on p.series_id = asked.series_id and p.starts_at < asked.starts_at and p.status = 'published'
    ), before as materialized (
      select distinct prior.of, prior.id, r.email from prior join registration r on r.event_id = prior.id
      where r.email is not null
        and (r.status = 'confirmed' or exists (select from attendance a where a.registration_id = r.id))
    )`;
}

/** Everything in one statement. */
function counting(events: readonly EventId[]) {
  return sql<Row>`${sources(events)}
    select e.id, e.slug, e.title, e.status, e.starts_at as "startsAt", e.ends_at as "endsAt", e.time_zone as "timeZone",
      e.declared_participants as declared, e.declared_source as "declaredSource", e.noted,
      count(r.id) filter (where r.status = 'confirmed')::int as registered,
      count(r.id) filter (where r.status = 'confirmed' and r.origin = 'door')::int as "walkIns",
      count(came.id)::int as present,
      count(came.id) filter (where r.status = 'confirmed' and r.origin <> 'door')::int as "presentExpected",
      (select count(*) from here where here.event_id = e.id)::int as people,
      (select count(*) from here where here.event_id = e.id and here.anonymised_at is not null)::int as erased,
      (select count(*) from here where here.event_id = e.id and here.anonymised_at is not null
        and coalesce(here.profession_code, '') = '')::int as "erasedUnlisted",
      (select coalesce(json_agg(json_build_object('code', code, 'label', label, 'count', n)), '[]') from
        (select profession_code as code, profession_label as label, count(*) as n from here
          where here.event_id = e.id group by 1, 2) x) as professions,
      ${counted(sql`select t.name as label, count(*) as n from here join structure s on s.id = here.structure_id
        join structure_type t on t.code = s.type_code where here.event_id = e.id group by t.code, t.name`)} as types,
      ${counted(sql`select min(coalesce(s.name, here.structure_label)) as label, count(*) as n from here
        left join structure s on s.id = here.structure_id
        where here.event_id = e.id and (s.id is not null or here.structure_label <> '')
        group by coalesce(s.id::text, lower(here.structure_label))`)} as structures,
      ${counted(sql`select c.name as label, count(*) as n from here join commune c on c.code = here.commune_code
        where here.event_id = e.id group by c.code, c.name`)} as communes,
      array(select title from prior where prior.of = e.id and exists (select from before b where b.of = e.id
        and b.id = prior.id) order by starts_at, id) as earlier,
      array(select title from prior where prior.of = e.id and not exists (select from before b where b.of = e.id
        and b.id = prior.id) order by starts_at, id) as "earlierUnknown",
      (select count(*) from here where here.event_id = e.id and here.email is not null)::int as comparable,
      (select count(*) from here where here.event_id = e.id and here.email is not null
        and not exists (select from before b where b.of = e.id and b.email = here.email))::int as "firstTimers"
    from asked e left join registration r on r.event_id = e.id left join came on came.id = r.id
    group by e.id, e.slug, e.title, e.status, e.starts_at, e.ends_at, e.time_zone, e.declared_participants,
      e.declared_source, e.noted`;
}

/** Labels and counts, the most numerous first. */
function counted(select: ReturnType<typeof sql>) {
  return sql`(select coalesce(json_agg(json_build_object('label', label, 'count', n) order by n desc, label), '[]')
    from (${select}) x)`;
}
