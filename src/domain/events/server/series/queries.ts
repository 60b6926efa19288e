import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { SeriesId, TerritoryId } from '#shared/ids.ts';
import { canCreateEvents } from '../../rules.ts';

/** What comes back. */
export interface Series {
  readonly id: SeriesId;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly territory: { readonly id: TerritoryId; readonly slug: string; readonly name: string };
  readonly editions: number;
}

const NO_SUCH_SERIES = 'Cette série de rencontres n’existe pas, ou n’existe plus.';

/** The series an actor may add an edition to, by title. */
export async function listSeries(db: Executor, actor: Actor): Promise<Series[]> {
  const all = await select(db, sql`true`);
  return all.filter(({ territory }) => canCreateEvents(actor, territory.id));
}

/**
 * A series, for whoever leads the network of its territory.
 * @throws NotFound for the others too: what it was called says what is being prepared.
 */
export async function getSeries(db: Executor, actor: Actor, slug: string): Promise<Series> {
  const [series] = await select(db, sql`s.slug = ${slug}`);
  if (!series || !canCreateEvents(actor, series.territory.id)) throw new NotFound(NO_SUCH_SERIES);
  return series;
}

/** A series of this very territory. @throws NotFound */
export async function getSeriesOf(
  db: Executor,
  id: SeriesId,
  territory: TerritoryId
): Promise<Series> {
  const [series] = await select(db, sql`s.id = ${id} and s.territory_id = ${territory}`);
  if (!series) throw new NotFound(NO_SUCH_SERIES);
  return series;
}

async function select(db: Executor, which: ReturnType<typeof sql>): Promise<Series[]> {
  const { rows } = await sql<Series>`
    select s.id, s.slug, s.title, s.description,
      json_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as territory,
      (select count(*) from event e where e.series_id = s.id)::int as editions
    from event_series s join territory t on t.id = s.territory_id
    where ${which}
    order by s.title, s.id`.execute(db);
  return rows;
}
