import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { canManageTerritories } from '#domain/territory/rules.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';

/** A territory as the administration sees it. */
export interface Space extends Territory {
  readonly members: number;
  /** Names of who leads its network. */
  readonly animators: readonly string[];
  readonly structures: number;
}

/** Every territory of the instance, with who and what is in it: two statements. @throws Forbidden */
export async function listSpaces(db: Executor, actor: Actor): Promise<Space[]> {
  if (!canManageTerritories(actor))
    throw new Forbidden('Cette liste est celle de l’administration de cette instance.');
  const territories = await listTerritories(db);
  const { rows } = await sql<Pick<Space, 'id' | 'members' | 'animators' | 'structures'>>`
    select t.id,
      (select count(*)::int from membership m where m.territory_id = t.id and m.status = 'active') as members,
      array(
        select p.name from membership m join person p on p.id = m.person_id
        where m.territory_id = t.id and m.status = 'active' and m.role = 'animator'
          and p.suspended_at is null
        order by p.name
      ) as animators,
      (select count(*)::int from structure_territory st join structure s on s.id = st.structure_id
        where st.territory_id = t.id and s.merged_into is null and s.status = 'active') as structures
    from territory t`.execute(db);
  const found = new Map(rows.map((row) => [row.id, row]));
  const none = { members: 0, animators: [], structures: 0 };
  return territories.map((territory) => ({ ...none, ...found.get(territory.id), ...territory }));
}

/** What keeps a territory from being deleted. */
export interface TerritoryUses {
  readonly members: number;
  readonly requests: number;
  readonly invitations: number;
  readonly structures: number;
  readonly frontDoors: number;
  readonly suggestions: number;
  readonly withheld: number;
  readonly imports: number;
}

/** What uses a territory now; what is over (a refused request, an answered invitation) does not count. */
export async function readTerritoryUses(db: Executor, id: TerritoryId): Promise<TerritoryUses> {
  const { rows } = await sql<TerritoryUses>`
    select
      (select count(*)::int from membership where territory_id = ${id} and status = 'active') as members,
      (select count(*)::int from membership where territory_id = ${id} and status = 'asked')
        + (select count(*)::int from join_request where territory_id = ${id} and confirmed_at is null)
        as requests,
      (select count(*)::int from invitation where territory_id = ${id}
        and accepted_at is null and withdrawn_at is null) as invitations,
      (select count(*)::int from structure_territory where territory_id = ${id}) as structures,
      (select count(*)::int from front_door where territory_id = ${id}) as "frontDoors",
      (select count(*)::int from suggestion where territory_id = ${id} and status = 'pending') as suggestions,
      (select count(*)::int from withholding where territory_id = ${id} and status = 'withheld') as withheld,
      (select count(*)::int from import_batch where territory_id = ${id}) as imports`.execute(db);
  return rows[0]!;
}

/** A structure of a directory that would answer for no commune of its territory. */
export interface OutsideStructure {
  readonly slug: string;
  readonly name: string;
}

/**
 * The structures of the directory of a territory whose declared perimeter, and that of each of their services, holds
 * none of these communes. One that intervenes everywhere, or whose perimeter is unknown, is never outside.
 */
export async function listOutside(
  db: Executor,
  id: TerritoryId,
  codes: readonly string[]
): Promise<OutsideStructure[]> {
  const { rows } = await sql<OutsideStructure>`
    with own as (
      select s.id as structure_id, s.slug, s.name, s.perimeter_id
      from structure_territory st join structure s on s.id = st.structure_id
      where st.territory_id = ${id} and s.merged_into is null and s.status = 'active'
    ), drawn as (
      select structure_id, perimeter_id from own
      union all
      select v.structure_id, v.perimeter_id from service v join own using (structure_id)
      where v.perimeter_id is not null
    )
    select slug, name from own
    where not exists (
      select from drawn join perimeter p on p.id = drawn.perimeter_id
      where drawn.structure_id = own.structure_id and (p.certainty <> 'declared' or exists (
        select from perimeter_commune pc
        where pc.perimeter_id = p.id and pc.commune_code = any(${[...codes]}::text[]))))
    order by name, slug`.execute(db);
  return rows;
}
