import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import type { Asked } from '../links/queries.ts';

/**
 * The structures of the territory that one has met since it last spoke of them: people of both were paired and say that
 * they have talked, or who leads the network noted it. Never who met whom.
 */
export async function listMetSince(
  db: Executor,
  { wave, structure }: Asked
): Promise<Set<StructureId>> {
  const { rows } = await sql<{ about: StructureId }>`
    select distinct coalesce(o.merged_into, o.id) as about
    from wave this
    join introduction i on i.territory_id = this.territory_id and i.status = 'made'
    join structure me on me.id in (i.a_id, i.b_id) and ${structure} in (me.id, me.merged_into)
    join structure o on o.id = case when i.a_id = me.id then i.b_id else i.a_id end
    where this.id = ${wave} and not exists (
      select from wave w
      join wave_structure mine on mine.wave_id = w.id
      join structure m on m.id = mine.structure_id and ${structure} in (m.id, m.merged_into)
      join relation_answer r on r.from_id = mine.id
      join wave_structure other on other.id = r.about_id
      join structure x on x.id = other.structure_id
      where w.territory_id = this.territory_id and w.id <> this.id and r.answered_at >= i.changed_at
        and coalesce(x.merged_into, x.id) = coalesce(o.merged_into, o.id))`.execute(db);
  return new Set(rows.map(({ about }) => about));
}
