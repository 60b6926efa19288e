import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';

/** What is counted of one edition: no name is in it, so that who may read the edition may read them. */
export interface Attendance {
  /** Confirmed, whether the place was counted or given beyond the capacity. */
  readonly registered: number;
  readonly waiting: number;
  /** Those whose entry was noted, each once; null where nobody’s was. */
  readonly present: number | null;
  /** Of an edition that registrations do not count, with where it is known from. */
  readonly declared: number | null;
  readonly declaredSource: string;
  /** Different ones among those present, or among those registered where no entry was noted. */
  readonly structures: number;
  readonly professions: number;
  readonly communes: number;
  /** Of whom structure and commune are not known any more: there were as many different ones, or more. */
  readonly erased: number;
}

/** The figures of one edition; null when it is no more. */
export async function findAttendance(db: Executor, event: EventId): Promise<Attendance | null> {
  const { rows } = await sql<Attendance>`
      with came as materialized (select distinct registration_id as id from attendance where event_id = ${event}),
      here as (
        select * from registration where event_id = ${event}
          and case when exists (select from came) then id in (select id from came) else status = 'confirmed' end
      ),
      varied as (
        select count(distinct coalesce(structure_id::text, nullif(lower(structure_label), '')))::int as structures,
          count(distinct coalesce(nullif(profession_code, ''), nullif(lower(profession_label), '')))::int as professions,
          count(distinct commune_code)::int as communes,
          count(*) filter (where anonymised_at is not null)::int as erased
        from here
      )
      select e.declared_participants as declared, e.declared_source as "declaredSource",
        (select count(*) from registration r where r.event_id = e.id and r.status = 'confirmed')::int as registered,
        (select count(*) from registration r where r.event_id = e.id and r.status in ('waitlisted', 'offered'))::int
          as waiting,
        (select nullif(count(*), 0) from came)::int as present, varied.*
      from event e cross join varied where e.id = ${event}`.execute(db);
  return rows[0] ?? null;
}
