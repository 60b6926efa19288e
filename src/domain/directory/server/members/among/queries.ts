import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import type { MembershipId, PersonId } from '#shared/ids.ts';

/** A member as the other members of her network see her, and of which network. */
export interface FoundMember {
  readonly id: PersonId;
  readonly name: string;
  readonly profession: string;
  readonly territory: { readonly slug: string; readonly name: string; readonly fictional: boolean };
  /** Where she works in this territory. */
  readonly structures: readonly string[];
}

/**
 * Of some memberships, the people whom an actor sees among the members of her own networks (`canReadMembers`), once
 * each, in the order they are asked. Who only welcomes on the day is not listed.
 */
export async function listMembersAmong(
  db: Executor,
  actor: Actor,
  memberships: readonly MembershipId[]
): Promise<FoundMember[]> {
  if (memberships.length === 0 || actor.kind === 'visitor') return [];
  const mine =
    actor.kind === 'person'
      ? actor.memberships.filter(({ role }) => role !== 'reception').map((one) => one.territory)
      : [];
  const { rows } = await sql<FoundMember>`
    select p.id, p.name, p.profession,
      json_build_object('slug', t.slug, 'name', t.name, 'fictional', t.fictional) as territory,
      array(select s.name from affiliation a join structure s on s.id = a.structure_id
        join structure_territory st on st.structure_id = s.id and st.territory_id = t.id
        where a.person_id = p.id and a.status = 'active' and s.merged_into is null order by s.name) as structures
    from membership m join person p on p.id = m.person_id join territory t on t.id = m.territory_id
    where m.id = any(${memberships}::bigint[]) and m.status = 'active' and m.role <> 'reception'
      and p.suspended_at is null and p.name <> ''
      and (${runsInstance(actor)} or m.territory_id = any(${mine}::bigint[]))
    order by array_position(${memberships}::bigint[], m.id)`.execute(db);
  const seen = new Set<PersonId>();
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id));
}
