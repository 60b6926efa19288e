import { sql, type RawBuilder } from 'kysely';
import type { AtlasCommune } from '#domain/territory/atlas.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId, StructureId } from '#shared/ids.ts';
import type { Criteria } from '../../../answering.ts';
import { EVERYONE } from '../../../model.ts';

const NEARBY_LIMIT = 6;

/** Structures that answer the need elsewhere in the commune's EPCI, else in its département: the largest first. */
export async function listNearby(
  db: Executor,
  commune: AtlasCommune,
  criteria: Criteria
): Promise<{ structureId: StructureId; perimeterId: PerimeterId }[]> {
  const { rows } = await sql<{ structureId: StructureId; perimeterId: PerimeterId }>`
    with wanted as materialized (
      select o.structure_id, o.perimeter_id from structure_offer o
      join structure_type t on t.code = o.type_code
      where t.action = 'call' and o.certainty = 'declared' and o.service_id is not null
        and ${declares(criteria)}
    ),
    -- When nobody answers this need anywhere, the département is not even read.
    around as materialized (
      select pc.perimeter_id,
        count(*) filter (where c.epci_code = ${commune.epci?.code ?? null}) as in_epci, count(*) as in_departement
      from commune c join perimeter_commune pc on pc.commune_code = c.code
      where (c.epci_code = ${commune.epci?.code ?? null} or c.departement_code = ${commune.departement.code})
        and c.merged_into is null and exists (select from wanted)
      group by pc.perimeter_id
    )
    select distinct on (a.in_epci > 0, a.in_epci, a.in_departement, w.structure_id)
      w.structure_id as "structureId", a.perimeter_id as "perimeterId"
    from wanted w join around a on a.perimeter_id = w.perimeter_id
    order by a.in_epci > 0 desc, a.in_epci desc, a.in_departement desc, w.structure_id
    limit ${NEARBY_LIMIT}`.execute(db);
  return [...new Map(rows.map((row) => [row.structureId, row])).values()];
}

/** Keeps only what says it answers the need and the public. */
function declares({ type, theme, audience, fictional }: Criteria): RawBuilder<unknown> {
  return sql`(
    ${type ? sql`o.type_code = ${type}` : sql`true`}
    and ${theme ? sql`o.themes && ${[theme]}::text[]` : sql`true`}
    and ${audience ? sql`o.audiences && ${[audience, EVERYONE]}::text[]` : sql`true`}
    and ${fictional ? sql`true` : sql`not o.fictional`})`;
}
