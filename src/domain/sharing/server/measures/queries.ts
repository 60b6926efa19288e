import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { SharedFact } from '../../measures.ts';
import { HIDDEN } from '../columns/queries.ts';

/**
 * What counts of what a territory shares, whoever asks: published for its members or for everybody, neither taken off nor
 * hidden. To be counted; by name, only what `listAmong` gives. One statement, the oldest first.
 */
export async function listSharedFacts(db: Executor, territory: TerritoryId): Promise<SharedFact[]> {
  const { rows } = await sql<SharedFact>`
    with shared as (select c.id, c.kind, c.published_at from contribution c
      where c.territory_id = ${territory} and c.status = 'published' and c.visibility in ('members', 'public')
        and c.removed_at is null and not ${HIDDEN} and c.kind in ('project', 'experience'))
    select x.measure, x.id, x.day::text as day, x.noted from (
      select case s.kind when 'project' then 'projectsPublished' else 'experiencesPublished' end as measure,
        s.id, ${inParis('s.published_at')} as day, true as noted from shared s
      union all
      select 'projectsDone', s.id, coalesce(${inParis('d.at')}, p.ends_on), d.at is not null
      from shared s join project p on p.contribution_id = s.id
        cross join lateral (${BECAME_DONE}) d where p.stage = 'done'
      union all
      select 'reuses', s.id, ${inParis('r.created_at')}, true
      from shared s join experience_reuse r on r.contribution_id = s.id) x
    order by x.day, x.id`.execute(db);
  return rows;
}

const inParis = (instant: string) => sql`(${sql.ref(instant)} at time zone 'Europe/Paris')::date`;

/**
 * The last time a version says that it is done and the one before did not. Written done at once, it tells of something that
 * was over already: nothing was noted.
 */
const BECAME_DONE = sql`
  select max(v.written_at) as at from (
    select h.written_at, h.document ->> 'details.stage' as stage,
      lag(h.document ->> 'details.stage') over (order by h.version) as before
    from contribution_version h where h.contribution_id = s.id) v
  where v.stage = 'done' and v.before <> 'done'`;
