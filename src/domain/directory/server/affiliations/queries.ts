import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { canManageMembers } from '#domain/territory/rules.ts';
import type { Correspondent } from '#domain/territory/server/memberships/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import { sharesDomain, type Claim, type StructureChoice } from '../../joining.ts';

/** A structure somebody works in. */
export interface Affiliation {
  readonly structure: StructureChoice;
  readonly status: 'asked' | 'active';
  readonly referent: boolean;
  /** Asks to answer for its fiche. */
  readonly asksReferent: boolean;
}

/** Those who answer for the fiche of a structure, by name; without those whose account is suspended. For messages only. */
export async function listReferents(
  db: Executor,
  structure: StructureId
): Promise<Correspondent[]> {
  const { rows } = await sql<Correspondent>`
    select person.id, person.name, person.email
    from affiliation join person on person.id = affiliation.person_id
    where affiliation.structure_id = ${structure} and affiliation.referent
      and affiliation.status = 'active' and person.suspended_at is null
    order by person.name, person.id`.execute(db);
  return rows;
}

/** Whether somebody answers for the fiche of a structure. */
export async function hasReferent(db: Executor, structure: StructureId): Promise<boolean> {
  return (await listReferents(db, structure)).length > 0;
}

/** Where a person works, by name of structure. */
export async function listAffiliationsOf(db: Executor, person: PersonId): Promise<Affiliation[]> {
  const { rows } = await sql<Affiliation>`
    select json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) as structure,
      a.status, a.referent, a.referent_asked_at is not null as "asksReferent"
    from affiliation a join structure s on s.id = a.structure_id
    where a.person_id = ${person}
    order by s.name, s.id`.execute(db);
  return rows;
}

/** What links a person to a structure, if anything does. */
export async function findAffiliation(
  db: Executor,
  person: PersonId,
  structure: StructureId
): Promise<Affiliation | null> {
  const all = await listAffiliationsOf(db, person);
  return all.find((one) => one.structure.id === structure) ?? null;
}

/** Structures of a territory whose fiche nobody answers for, by name: open, in this directory, not merged. */
export async function listWithoutReferent(
  db: Executor,
  territory: TerritoryId
): Promise<StructureChoice[]> {
  const { rows } = await sql<StructureChoice>`
    select s.id, s.slug, s.name
    from structure s join structure_territory st on st.structure_id = s.id
    where st.territory_id = ${territory} and s.status = 'active' and s.merged_into is null
      and not exists (
        select from affiliation a join person p on p.id = a.person_id
        where a.structure_id = s.id and a.referent and a.status = 'active' and p.suspended_at is null)
    order by s.name, s.id`.execute(db);
  return rows;
}

/**
 * The members of a territory who ask to answer for a fiche, the oldest first. Those who ask together with joining are
 * in the requests to join.
 * @throws Forbidden unless the actor leads the territory.
 */
export async function listClaims(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<Claim[]> {
  if (!canManageMembers(actor, territory))
    throw new Forbidden('Ces demandes sont lues par les personnes qui animent le territoire.');
  const { rows } = await sql<
    Omit<Claim, 'sharesDomain'> & { email: string; contact: { website: string; email: string } }
  >`
    select p.id as person, p.name, p.profession, p.email, a.note, a.referent_asked_at as "askedAt",
      json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) as structure,
      json_build_object('website', s.website, 'email', s.email) as contact,
      ${REFERENTS} as referents
    from affiliation a
    join person p on p.id = a.person_id
    join structure s on s.id = a.structure_id
    join structure_territory st on st.structure_id = s.id and st.territory_id = ${territory}
    where a.referent_asked_at is not null and p.suspended_at is null
      and not exists (
        select from membership m
        where m.person_id = p.id and m.territory_id = ${territory} and m.status = 'asked')
    order by a.referent_asked_at, p.name`.execute(db);
  return rows.map(({ email, contact, ...claim }) => ({
    ...claim,
    askedAt: new Date(claim.askedAt),
    sharesDomain: sharesDomain(email, contact)
  }));
}

/** The names of those who answer for the structure `s`. */
const REFERENTS = sql`array(
  select r.name from affiliation ra join person r on r.id = ra.person_id
  where ra.structure_id = s.id and ra.referent and ra.status = 'active' order by r.name)`;
