import { sql, type RawBuilder } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import type { Level } from '../../../model.ts';

/** How well two structures know each other, as the better informed of the two says; `a` is before `b`. */
export interface AcquaintanceLevel {
  readonly a: StructureId;
  readonly b: StructureId;
  readonly level: Level;
}

/**
 * How well some structures of a territory know each other: of each, the last answer it gave about each other one, in a
 * wave that is open or closed; of the two answers of a pair, the higher. A pair that neither has spoken of is not in the
 * list: that is not « ne connaît pas ».
 *
 * It tells nobody’s answer to anybody: for what weighs pairs (seating). The caller decided who may.
 */
export async function listAcquaintanceLevels(
  db: Executor,
  territory: TerritoryId,
  structures: readonly StructureId[]
): Promise<AcquaintanceLevel[]> {
  if (structures.length < 2) return [];
  const { rows } = await sql<AcquaintanceLevel>`
    with ${lastSaid(sql`w.territory_id = ${territory}`)}
    select least(one, other) as a, greatest(one, other) as b, max(level)::int as level
    from said
    where one = any(${[...structures]}::bigint[]) and other = any(${[...structures]}::bigint[])
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/**
 * In SQL, `said (one, other, level)`: what each structure last said of each other one, in waves that are open or closed.
 * A structure that was merged since counts as the one it became.
 * @param which - which waves, of `w`.
 */
export function lastSaid(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`said as (
    select distinct on (1, 2) coalesce(s.merged_into, s.id) as one, coalesce(t.merged_into, t.id) as other, r.level
    from wave w
    join wave_structure f on f.wave_id = w.id join structure s on s.id = f.structure_id
    join relation_answer r on r.from_id = f.id
    join wave_structure o on o.id = r.about_id join structure t on t.id = o.structure_id
    where ${which} and w.status <> 'draft' and coalesce(s.merged_into, s.id) <> coalesce(t.merged_into, t.id)
    order by 1, 2, w.number desc, r.answered_at desc)`;
}
