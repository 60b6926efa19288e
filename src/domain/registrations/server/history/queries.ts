import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';

/** What is counted of one edition: no name is in it, so that who may read the edition may read them. */
export interface Attendance {
  /** Confirmed, whether the place was counted or given beyond the capacity. */
  readonly registered: number;
  readonly waiting: number;
  /** Of an edition that registrations do not count, with where it is known from. */
  readonly declared: number | null;
  readonly declaredSource: string;
  /** Different ones among those registered. */
  readonly structures: number;
  readonly professions: number;
  readonly communes: number;
}

/** The figures of one edition; null when it is no more. */
export async function findAttendance(db: Executor, event: EventId): Promise<Attendance | null> {
  const { rows } = await sql<Attendance>`
      select e.declared_participants as declared, e.declared_source as "declaredSource",
        count(*) filter (where r.status = 'confirmed')::int as registered,
        count(*) filter (where r.status in ('waitlisted', 'offered'))::int as waiting,
        count(distinct coalesce(r.structure_id::text, nullif(lower(r.structure_label), '')))
          filter (where r.status = 'confirmed')::int as structures,
        count(distinct coalesce(nullif(r.profession_code, ''), nullif(lower(r.profession_label), '')))
          filter (where r.status = 'confirmed')::int as professions,
        count(distinct r.commune_code) filter (where r.status = 'confirmed')::int as communes
      from event e left join registration r on r.event_id = e.id
      where e.id = ${event}
      group by e.id`.execute(db);
  return rows[0] ?? null;
}
