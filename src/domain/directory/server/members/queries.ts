import { sql } from 'kysely';
import type { Actor, Role } from '#domain/identity/model.ts';
import type { Member } from '#domain/territory/membership.ts';
import { canManageMembers, canReadMembers } from '#domain/territory/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { MembershipId, PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { StructureChoice } from '../../joining.ts';

/** A member with the structures of this territory where she works. Never an address. */
export interface MemberInNetwork extends Member {
  readonly structures: readonly (StructureChoice & { readonly referent: boolean })[];
}

export interface MemberSearch {
  /** Part of a name, of a profession, of a structure. */
  readonly q: string;
  readonly role: Role | null;
  /** A structure of the territory. */
  readonly structure: StructureId | null;
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

/** Everybody, on one page of a hundred. */
export const EVERY_MEMBER: MemberSearch = {
  q: '',
  role: null,
  structure: null,
  page: 1,
  perPage: 100
};

/**
 * The members of a territory and where they work, by name. Who only welcomes on the day is listed for animators.
 * @throws Forbidden unless the actor belongs to it.
 */
export async function searchMembers(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  { q, role, structure, page, perPage }: MemberSearch
): Promise<{ members: MemberInNetwork[]; total: number }> {
  if (!canReadMembers(actor, territory))
    throw new Forbidden('La liste des membres est réservée aux membres de ce réseau.');
  const everyRole = canManageMembers(actor, territory);
  const text = q.trim();
  const pattern = `%${text.replaceAll(/[%_\\]/g, '\\$&')}%`;
  const { rows } = await sql<MemberInNetwork & { total: number }>`
    select ${MEMBER}, count(*) over ()::int as total
    from membership m join person p on p.id = m.person_id
    cross join lateral (${structuresOf(territory)}) work
    where m.territory_id = ${territory} and m.status = 'active' and p.suspended_at is null
      and (${everyRole} or m.role <> 'reception')
      and (${role}::text is null or m.role = ${role})
      and (${structure}::bigint is null or exists (
        select from affiliation a
        where a.person_id = p.id and a.structure_id = ${structure} and a.status = 'active'))
      and (${text} = '' or p.name ilike ${pattern} or p.profession ilike ${pattern}
        or work.structures::text ilike ${pattern})
    order by p.name, p.id
    limit ${perPage} offset ${(page - 1) * perPage}`.execute(db);
  return {
    members: rows.map(({ total: _, ...member }) => asMember(member)),
    total: rows[0]?.total ?? 0
  };
}

/**
 * One member, for those who manage them.
 * @throws NotFound when nobody of this territory; Forbidden unless the actor leads it.
 */
export async function getMember(
  db: Executor,
  actor: Actor,
  { territory, membership }: { territory: TerritoryId; membership: MembershipId }
): Promise<MemberInNetwork> {
  if (!canManageMembers(actor, territory))
    throw new Forbidden('Les membres d’un réseau sont gérés par les personnes qui l’animent.');
  const { rows } = await sql<MemberInNetwork>`
    select ${MEMBER} from membership m join person p on p.id = m.person_id
    cross join lateral (${structuresOf(territory)}) work
    where m.id = ${membership} and m.territory_id = ${territory} and m.status = 'active'`.execute(
    db
  );
  if (!rows[0]) throw new NotFound('Cette personne n’est pas, ou n’est plus, membre de ce réseau.');
  return asMember(rows[0]);
}

/** Structures whose fiche nobody would answer for if this person left the territory. */
export async function listLeftAlone(
  db: Executor,
  person: PersonId,
  territory: TerritoryId
): Promise<StructureChoice[]> {
  const { rows } = await sql<StructureChoice>`
    select s.id, s.slug, s.name
    from affiliation a
    join structure s on s.id = a.structure_id and s.merged_into is null and s.status = 'active'
    join structure_territory st on st.structure_id = s.id and st.territory_id = ${territory}
    where a.person_id = ${person} and a.referent and a.status = 'active'
      and not exists (${keptElsewhere(territory)})
      and not exists (
        select from affiliation o join person p on p.id = o.person_id
        where o.structure_id = s.id and o.person_id <> a.person_id and o.referent
          and o.status = 'active' and p.suspended_at is null)
    order by s.name`.execute(db);
  return rows;
}

/** Another territory of the structure, where the person of the affiliation `a` stays. */
export function keptElsewhere(territory: TerritoryId) {
  return sql`
    select from structure_territory elsewhere
    join membership stays on stays.territory_id = elsewhere.territory_id
    where elsewhere.structure_id = a.structure_id and elsewhere.territory_id <> ${territory}
      and stays.person_id = a.person_id and stays.status = 'active'`;
}

const MEMBER = sql`m.id as membership, p.id, p.name, p.profession, m.role,
  coalesce(m.decided_at, m.asked_at) as since, work.structures`;

function structuresOf(territory: TerritoryId) {
  return sql`
    select coalesce(json_agg(json_build_object(
        'id', s.id, 'slug', s.slug, 'name', s.name, 'referent', a.referent) order by s.name), '[]') as structures
    from affiliation a
    join structure s on s.id = a.structure_id
    join structure_territory st on st.structure_id = s.id and st.territory_id = ${territory}
    where a.person_id = p.id and a.status = 'active' and s.merged_into is null`;
}

function asMember({ since, ...member }: MemberInNetwork): MemberInNetwork {
  return { ...member, since: new Date(since) };
}
