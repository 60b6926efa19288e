import { sql, type RawBuilder } from 'kysely';
import { listEditions } from '#domain/events/server/listing/queries.ts';
import type { EventSummary } from '#domain/events/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, SeriesId } from '#shared/ids.ts';

/** One edition of a series with its figures, to be put beside the others. */
export interface EditionFigures {
  readonly event: EventSummary;
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

/** What is counted of one edition: no name is in it, so that who may read the edition may read them. */
export type Attendance = Omit<EditionFigures, 'event'>;

type Row = Attendance & { id: EventId };

/**
 * The editions of a series with their figures, the last first. Who may see them is asked of the series: figures only,
 * no names.
 */
export async function listEditionFigures(
  db: Executor,
  series: SeriesId
): Promise<EditionFigures[]> {
  const [events, rows] = await Promise.all([
    listEditions(db, series),
    readAttendance(db, sql`e.series_id = ${series}`)
  ]);
  const byEvent = new Map(rows.map(({ id, ...rest }) => [id, rest]));
  return events.flatMap((event) => {
    const found = byEvent.get(event.id);
    return found ? [{ event, ...found }] : [];
  });
}

/** The figures of one edition; null when it is no more. */
export async function findAttendance(db: Executor, event: EventId): Promise<Attendance | null> {
  const [row] = await readAttendance(db, sql`e.id = ${event}`);
  if (!row) return null;
  const { id: _id, ...attendance } = row;
  return attendance;
}

async function readAttendance(db: Executor, which: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
      select e.id, e.declared_participants as declared, e.declared_source as "declaredSource",
        count(*) filter (where r.status = 'confirmed')::int as registered,
        count(*) filter (where r.status in ('waitlisted', 'offered'))::int as waiting,
        count(distinct coalesce(r.structure_id::text, nullif(lower(r.structure_label), '')))
          filter (where r.status = 'confirmed')::int as structures,
        count(distinct coalesce(nullif(r.profession_code, ''), nullif(lower(r.profession_label), '')))
          filter (where r.status = 'confirmed')::int as professions,
        count(distinct r.commune_code) filter (where r.status = 'confirmed')::int as communes
      from event e left join registration r on r.event_id = e.id
      where ${which}
      group by e.id`.execute(db);
  return rows;
}
