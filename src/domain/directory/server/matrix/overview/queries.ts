import { sql } from 'kysely';
import type { Territory } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { StructureType } from '../../../model.ts';
import { isStale } from '../../../rules.ts';

type TypeBrief = Pick<StructureType, 'code' | 'name' | 'action' | 'colour'>;

/** A fiche of a territory's directory, in one line. */
export interface OverviewLine {
  slug: string;
  name: string;
  acronym: string;
  phone: string;
  type: TypeBrief;
}

/** What a territory's directory holds. */
export interface TerritoryOverview {
  total: number;
  /** In the order of the vocabulary, those that have at least one structure. */
  types: (TypeBrief & { count: number })[];
  /** Structures that have not said where they intervene. */
  unknown: OverviewLine[];
  /** Fiches confirmed within the rhythm they chose, later than that, and never. */
  confirmed: number;
  stale: number;
  neverConfirmed: number;
}

interface Row extends OverviewLine {
  /** It, or one of its services, has not said where. */
  isUnknown: boolean;
  confirmedAt: Date | null;
  reviewEveryMonths: number;
}

/**
 * The structures of a territory's directory by type, those whose perimeter is unknown, and how fresh the
 * fiches are.
 *
 * @param now - the instant from which the age of a confirmation counts
 */
export async function getTerritoryOverview(
  db: Executor,
  territory: Pick<Territory, 'id'>,
  now: Date
): Promise<TerritoryOverview> {
  const { rows } = await sql<Row>`
    select s.slug, s.name, s.acronym, s.phone,
      s.confirmed_at as "confirmedAt", s.review_every_months as "reviewEveryMonths",
      exists (select 1 from (select own.perimeter_id from service own where own.structure_id = s.id
          union all select null where not exists (select 1 from service o where o.structure_id = s.id)) v
        join perimeter p on p.id = coalesce(v.perimeter_id, s.perimeter_id)
        where p.certainty = 'unknown') as "isUnknown",
      jsonb_build_object('code', t.code, 'name', t.name, 'action', t.action, 'colour', t.colour) as type
    from structure_territory x
    join structure s on s.id = x.structure_id
    join structure_type t on t.code = s.type_code
    where x.territory_id = ${territory.id} and s.status = 'active' and s.merged_into is null
    order by t.position, t.code, s.name`.execute(db);
  const byType = Map.groupBy(rows, (row) => row.type.code);
  const never = rows.filter((row) => row.confirmedAt === null).length;
  const stale = rows.filter((row) => isStale(row, now)).length - never;
  return {
    total: rows.length,
    types: [...byType.values()].map((members) => ({ ...members[0]!.type, count: members.length })),
    unknown: rows
      .filter((row) => row.isUnknown)
      .map(({ slug, name, acronym, phone, type }) => ({ slug, name, acronym, phone, type })),
    confirmed: rows.length - stale - never,
    stale,
    neverConfirmed: never
  };
}
