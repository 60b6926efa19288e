import { sql } from 'kysely';
import { EVENT_KIND_LABELS, type EventKind } from '#domain/events/model.ts';
import { hidesEventTexts } from '#domain/events/server/withheld/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { Layer } from '../../../../search.ts';
import type { Entry } from '../../../../search.ts';

interface Row {
  readonly id: number;
  readonly kind: EventKind;
  readonly territory: TerritoryId;
  readonly layer: Layer;
  readonly at: Date;
  readonly title: string;
  readonly series: string | null;
  readonly organiser: string | null;
  readonly commune: string | null;
  readonly venue: string;
  readonly summary: string;
  readonly rest: readonly string[];
}

/** Editions that are listed, and drafts for those who prepare them; not those that one reads by their address alone. */
export async function readEvents(db: Executor, ids: readonly number[]): Promise<Entry[]> {
  const { rows } = await sql<Row>`
    select e.id, e.kind, e.territory_id as territory,
      case when e.status = 'draft' then 'writers' else e.visibility end as layer, coalesce(e.starts_at, e.created_at) as at, e.title,
      s.title as series, o.name as organiser, c.name as commune, e.venue_name as venue,
      case when h.hidden then '' else e.summary end as summary,
      case when h.hidden then '{}' else array[e.description, e.intended_for] || ${PROGRAMME} end || ${SPEAKERS} as rest
    from event e
    cross join lateral (select ${hidesEventTexts(sql.ref('e.id'))} as hidden) h
    left join event_series s on s.id = e.series_id
    left join structure o on o.id = e.organiser_id
    left join commune c on c.code = e.venue_commune_code
    where e.id = any(${ids}::bigint[]) and (e.status = 'draft' or e.visibility <> 'link')`.execute(
    db
  );
  return rows.map((row) => ({
    ...({ source: 'event', kind: 'event', id: row.id, territory: row.territory } as const),
    ...{ layer: row.layer, at: row.at },
    texts: {
      title: row.title,
      nature: [EVENT_KIND_LABELS[row.kind], row.series, row.organiser].filter(isSaid),
      summary: [row.summary, row.venue, row.commune].filter(isSaid),
      rest: row.rest
    }
  }));
}

const PROGRAMME = sql`array(select p.title || ' ' || p.description from programme_session p where p.event_id = e.id)`;
/** Who speaks is announced, and stays when texts are hidden. */
const SPEAKERS = sql`array(select concat_ws(' ', k.name, k.title, k.structure_label) from event_speaker k
  where k.event_id = e.id)`;

const isSaid = (text: string | null): text is string => text !== null && text !== '';
