import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import type { Level } from '../../../model.ts';
import type { Asked } from '../links/queries.ts';

/** What a structure said of each of the others in the last earlier wave where it said something of it. */
export async function lastSaid(
  db: Executor,
  { wave, structure }: Asked
): Promise<Map<StructureId, Level>> {
  const { rows } = await sql<{ about: StructureId; level: Level }>`
    select distinct on (coalesce(s.merged_into, s.id)) coalesce(s.merged_into, s.id) as about, r.level
    from wave this
    join wave w on w.territory_id = this.territory_id and w.number < this.number and w.status = 'closed'
    join wave_structure mine on mine.wave_id = w.id
    join structure me on me.id = mine.structure_id and ${structure} in (me.id, me.merged_into)
    join relation_answer r on r.from_id = mine.id
    join wave_structure other on other.id = r.about_id
    join structure s on s.id = other.structure_id
    where this.id = ${wave}
    order by 1, w.number desc, r.answered_at desc`.execute(db);
  return new Map(rows.map(({ about, level }) => [about, level]));
}
