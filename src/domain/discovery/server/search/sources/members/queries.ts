import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { Entry } from '../../../../search.ts';

interface Row {
  readonly id: number;
  readonly territory: TerritoryId;
  readonly at: Date;
  readonly name: string;
  readonly profession: string;
  readonly structures: readonly string[];
}

/**
 * The members of a territory by what its other members see of them: their name, profession, and where they work in this
 * territory. One entry a territory. Who only welcomes on the day is not listed.
 */
export async function readMembers(db: Executor, ids: readonly number[]): Promise<Entry[]> {
  const { rows } = await sql<Row>`
    select m.id, m.territory_id as territory, coalesce(m.decided_at, m.asked_at) as at, p.name, p.profession,
      array(select concat_ws(' ', s.name, s.acronym) from affiliation a join structure s on s.id = a.structure_id
        join structure_territory st on st.structure_id = s.id and st.territory_id = m.territory_id
        where a.person_id = p.id and a.status = 'active' and s.merged_into is null) as structures
    from membership m join person p on p.id = m.person_id
    where m.id = any(${ids}::bigint[]) and m.status = 'active' and m.role <> 'reception'
      and p.suspended_at is null and p.name <> ''`.execute(db);
  return rows.map(({ id, territory, at, name, profession, structures }) => ({
    ...({ source: 'person', kind: 'person', layer: 'members', id, territory, at } as const),
    texts: { title: name, nature: [profession], summary: structures, rest: [] }
  }));
}
