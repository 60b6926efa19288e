import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { canManageMembers } from '#domain/territory/rules.ts';
import { hashToken } from '#server/tokens.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { NO_FILTER } from '../../listing.ts';
import { words } from '../../search.ts';
import {
  sharesDomain,
  type JoinRequest,
  type StructureChoice,
  type WaitingRequest
} from '../../joining.ts';
import { searchStructures } from '../search/queries.ts';

/** What a link leads to; null when it is unknown. Changes nothing. */
export async function findWaitingRequest(
  db: Executor,
  token: string,
  now: Date
): Promise<WaitingRequest | null> {
  const { rows } = await sql<
    Omit<WaitingRequest, 'state'> & { expiresAt: Date; confirmedAt: Date | null }
  >`
    select json_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as territory,
      r.email, r.name, s.name as "structureName", r.expires_at as "expiresAt", r.confirmed_at as "confirmedAt"
    from join_request r join territory t on t.id = r.territory_id
    left join structure s on s.id = r.structure_id
    where r.token_hash = ${hashToken(token)}`.execute(db);
  if (!rows[0]) return null;
  const { expiresAt, confirmedAt, ...request } = rows[0];
  return { ...request, state: confirmedAt ? 'done' : expiresAt < now ? 'expired' : 'waiting' };
}

/**
 * The requests to join a territory that wait for an answer, the oldest first.
 * @throws Forbidden unless the actor leads the territory.
 */
export async function listJoinRequests(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<JoinRequest[]> {
  if (!canManageMembers(actor, territory))
    throw new Forbidden('Ces demandes sont lues par les personnes qui animent le territoire.');
  const { rows } = await sql<
    Omit<JoinRequest, 'sharesDomain'> & { contact: { website: string; email: string } | null }
  >`
    select m.id as membership, p.id as person, p.name, p.email, p.profession, m.motive,
      m.asked_at as "askedAt", work.structure, work.contact, coalesce(work.wants, false) as "wantsReferent"
    from membership m
    join person p on p.id = m.person_id
    left join lateral (
      select json_build_object('id', s.id, 'slug', s.slug, 'name', s.name, 'referents', array(
          select r.name from affiliation ra join person r on r.id = ra.person_id
          where ra.structure_id = s.id and ra.referent and ra.status = 'active' order by r.name)) as structure,
        json_build_object('website', s.website, 'email', s.email) as contact,
        a.referent_asked_at is not null as wants
      from affiliation a
      join structure s on s.id = a.structure_id
      join structure_territory st on st.structure_id = s.id and st.territory_id = m.territory_id
      where a.person_id = p.id
      order by a.since desc limit 1) work on true
    where m.territory_id = ${territory} and m.status = 'asked' and p.suspended_at is null
    order by m.asked_at, m.id`.execute(db);
  return rows.map(({ contact, ...request }) => ({
    ...request,
    sharesDomain: contact !== null && sharesDomain(request.email, contact)
  }));
}

export type StructureAnswer =
  | { kind: 'none' }
  | { kind: 'one'; structure: StructureChoice }
  | { kind: 'several'; choices: StructureChoice[] }
  | { kind: 'unknown' };

/**
 * The structure of a territory’s directory that somebody means: chosen in a list, or written.
 * @param input.slug - chosen; empty when only a text was typed.
 */
export async function findStructureMeant(
  db: Executor,
  territory: { readonly id: TerritoryId; readonly slug: string },
  input: { readonly slug: string; readonly text: string }
): Promise<StructureAnswer> {
  if (input.slug) {
    const chosen = await findChosenStructure(db, territory.id, input.slug);
    return chosen ? { kind: 'one', structure: chosen } : { kind: 'unknown' };
  }
  const text = input.text.trim();
  if (!text) return { kind: 'none' };
  const exact = await findStructureNamed(db, territory.id, text);
  if (exact) return { kind: 'one', structure: exact };
  const search = { ...NO_FILTER, q: text, territory: territory.slug, perPage: 8 };
  const { items } = await searchStructures(db, search, new Date(0));
  const own: StructureChoice[] = [];
  for (const { slug } of items) {
    const structure = await findChosenStructure(db, territory.id, slug);
    if (structure) own.push(structure);
  }
  return own.length > 0 ? { kind: 'several', choices: own } : { kind: 'unknown' };
}

/**
 * The one structure of a territory’s directory that bears a name, accents and case set aside; null when none does, or
 * several do.
 */
export async function findStructureNamed(
  db: Executor,
  territory: TerritoryId,
  name: string
): Promise<StructureChoice | null> {
  const rows = await db
    .selectFrom('structure_search as named')
    .innerJoin('structure as s', 's.id', 'named.structure_id')
    .innerJoin('structure_territory as st', 'st.structure_id', 's.id')
    .select(['s.id', 's.slug', 's.name'])
    .where('named.name', 'in', namesMeant(name))
    .where('named.status', '=', 'active')
    .where('st.territory_id', '=', territory)
    .where('s.merged_into', 'is', null)
    .limit(2)
    .execute();
  return rows.length === 1 ? { ...rows[0]!, id: rows[0]!.id as StructureId } : null;
}

/** « CLIC d’Ici » is indexed without its elision, which some type as a word of its own: « clic d ici ». */
function namesMeant(name: string): string[] {
  const said = words(name);
  return [said, said.filter((word) => !/^[cdjlmnst]$/.test(word))].map((all) => all.join(' '));
}

/** A structure chosen in the list of a territory’s directory; null when it is not of it. */
export async function findChosenStructure(
  db: Executor,
  territory: TerritoryId,
  slug: string
): Promise<StructureChoice | null> {
  const row = await db
    .selectFrom('structure as s')
    .innerJoin('structure_territory as st', 'st.structure_id', 's.id')
    .select(['s.id', 's.slug', 's.name'])
    .where('s.slug', '=', slug)
    .where('st.territory_id', '=', territory)
    .where('s.merged_into', 'is', null)
    .executeTakeFirst();
  return row ? { ...row, id: row.id as StructureId } : null;
}
