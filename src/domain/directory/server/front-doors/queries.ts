import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { FrontDoorInput } from '../../coverage.ts';

/** The front doors a territory chose, in its order, as they are written. */
export async function listFrontDoorInputs(
  db: Executor,
  territory: TerritoryId
): Promise<FrontDoorInput[]> {
  const { rows } = await sql<FrontDoorInput>`
    select d.audience_code as audience, d.theme_code as theme, s.slug as structure, d.type_code as type
    from front_door d left join structure s on s.id = d.structure_id
    where d.territory_id = ${territory}
    order by d.position`.execute(db);
  return rows;
}

/** The structures a territory may choose among: those of its directory that act for a person, by name. */
export async function listPossibleDoors(
  db: Executor,
  territory: TerritoryId
): Promise<{ slug: string; name: string }[]> {
  const { rows } = await sql<{ slug: string; name: string }>`
    select s.slug, s.name
    from structure_territory st
    join structure s on s.id = st.structure_id
    join structure_type t on t.code = s.type_code
    where st.territory_id = ${territory} and t.action = 'call' and s.status = 'active' and s.merged_into is null
    order by s.name`.execute(db);
  return rows;
}
