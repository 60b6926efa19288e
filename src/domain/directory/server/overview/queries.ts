import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';

/** A territory as the home page presents it. */
export interface TerritoryOverview {
  slug: string;
  name: string;
  fictional: boolean;
  communes: number;
  population: number;
  /** Structures of its directory. */
  structures: number;
  /** Of which nobody has said yet where they intervene. */
  unknownPerimeters: number;
}

/** Every territory with the size of its directory, in the order the instance shows them. */
export async function listTerritoryOverviews(db: Executor): Promise<TerritoryOverview[]> {
  const { rows } = await sql<TerritoryOverview>`
    select t.slug, t.name, t.fictional,
      (select count(*)::int from perimeter_commune pc where pc.perimeter_id = t.perimeter_id) as communes,
      (select coalesce(sum(c.population), 0)::int from perimeter_commune pc
        join commune c on c.code = pc.commune_code where pc.perimeter_id = t.perimeter_id) as population,
      count(s.id)::int as structures,
      count(s.id) filter (where p.certainty = 'unknown')::int as "unknownPerimeters"
    from territory t
    left join structure_territory st on st.territory_id = t.id
    left join structure s on s.id = st.structure_id and s.status = 'active' and s.merged_into is null
    left join perimeter p on p.id = s.perimeter_id
    group by t.id
    order by t.position, t.name`.execute(db);
  return rows;
}
