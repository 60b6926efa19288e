import { sql, type Expression } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import type { EventId, PersonId, PollGuestId, StructureId, TerritoryId } from '#shared/ids.ts';
import { compareNames } from '#shared/text.ts';
import { maskAddress } from '../../../poll.ts';
import { getManagedEventById } from '../../queries.ts';

/** What the tokens of these links are for. */
const PURPOSE = 'poll';

/** The path of the answer of a guest: whoever holds it reads and changes that answer. */
export function pollLink(guest: PollGuestId, version: number): string {
  return `/sondage/${writeRowToken(PURPOSE, guest, version)}`;
}

/** Whose link it is; null when it is no link of ours, or serves no more. */
export async function findPollGuestByToken(
  executor: Executor,
  token: string
): Promise<{ id: PollGuestId; poll: number } | null> {
  const read = readRowToken<PollGuestId>(PURPOSE, token);
  if (!read) return null;
  const row = await executor
    .selectFrom('date_poll_guest')
    .select(['poll_id', 'link_version'])
    .where('id', '=', read.id)
    .executeTakeFirst();
  if (!row || !read.isOf(row.link_version)) return null;
  return { id: read.id, poll: row.poll_id };
}

/** Whom to ask, by what the organiser ticked. Addresses stay on the server. */
export interface Choice {
  readonly members: boolean;
  /** Codes of types of structure of the territory. */
  readonly types: readonly string[];
  readonly pasted: readonly { readonly email: string; readonly name: string }[];
}

/** Somebody to ask. */
export interface Candidate {
  readonly email: string;
  readonly name: string;
  readonly person: PersonId | null;
  readonly structure: StructureId | null;
  readonly profession: string;
}

/**
 * Those a choice names, once an address: a member is known by her account, a structure by its référents, else by its
 * own address. Who refuses these messages is left out. One statement.
 */
export async function listCandidates(
  executor: Executor,
  territory: TerritoryId,
  { members, types, pasted }: Choice
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with ${network(territory)}, ${referents(territory, types)}, named as (
      select lower(line.email) as email, line.name, line.rank
      from jsonb_to_recordset(${JSON.stringify(pasted.map((one, rank) => ({ ...one, rank })))}::jsonb)
        as line (email text, name text, rank int)),
    everybody as (
      select email, name, person, structure, profession, 1 as priority from network where ${members}
      union all
      select email, name, person, structure, profession, 2 from referents
      union all
      select email, '', null, structure, '', 3 from addresses
      union all
      select named.email, coalesce(network.name, named.name), network.person,
        coalesce(network.structure, own.structure), coalesce(network.profession, ''), 4
      from named left join network on network.email = named.email
      left join lateral (
        select s.id as structure from structure s
        join structure_territory st on st.structure_id = s.id and st.territory_id = ${territory}
        where lower(s.email) = named.email and s.merged_into is null and s.status = 'active' limit 1) own on true)
    select distinct on (email) email, name, person, structure, profession
    from everybody where not ${refusesPolls(sql.ref('everybody.email'))}
    order by email, priority`.execute(executor);
  return rows;
}

/** What a choice comes to, before anything is sent. */
export interface GuestsSorted {
  /** As the organiser will see them: never an address. */
  readonly fresh: readonly { readonly label: string; readonly structure: string }[];
  readonly already: number;
  /** Structures of the chosen types that nobody can be asked for. */
  readonly unreachable: readonly string[];
}

/** @throws NotFound, Forbidden */
export async function sortCandidates(
  executor: Executor,
  actor: Actor,
  id: EventId,
  choice: Choice
): Promise<GuestsSorted> {
  const event = await getManagedEventById(executor, actor, id);
  const candidates = await listCandidates(executor, event.territory.id, choice);
  const { rows } = await sql<{ email: string; structure: string; known: boolean }>`
    select one.email, coalesce(s.name, '') as structure, exists (
      select from date_poll_guest g join date_poll p on p.id = g.poll_id
      where p.event_id = ${id} and g.email = one.email) as known
    from jsonb_to_recordset(${JSON.stringify(candidates)}::jsonb) as one (email text, structure bigint)
    left join structure s on s.id = one.structure`.execute(executor);
  const found = new Map(rows.map((row) => [row.email, row]));
  const fresh = candidates.filter(({ email }) => !found.get(email)?.known);
  return {
    fresh: fresh
      .map(({ email, name }) => {
        const structure = found.get(email)?.structure ?? '';
        return { label: name || structure || maskAddress(email), structure };
      })
      .sort((a, b) => compareNames(a.label, b.label)),
    already: candidates.length - fresh.length,
    unreachable: await listUnreachable(executor, event.territory.id, choice.types)
  };
}

/** Structures of these types that have neither a référent nor an address, by name. */
export async function listUnreachable(
  executor: Executor,
  territory: TerritoryId,
  types: readonly string[]
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    with ${referents(territory, types)}
    select name from chosen where email = '' and id not in (select structure from referents)
    order by name`.execute(executor);
  return rows.map(({ name }) => name);
}

/** The people of the network, with the structure they come for: the one they answer for first. */
function network(territory: TerritoryId) {
  return sql`network as (
    select p.email, p.name, p.id as person, work.structure, p.profession
    from membership m join person p on p.id = m.person_id and p.suspended_at is null
    left join lateral (
      select a.structure_id as structure from affiliation a
      join structure_territory st on st.structure_id = a.structure_id and st.territory_id = ${territory}
      join structure s on s.id = a.structure_id and s.merged_into is null
      where a.person_id = p.id and a.status = 'active'
      order by a.referent desc, s.name limit 1) work on true
    where m.territory_id = ${territory} and m.status = 'active')`;
}

function referents(territory: TerritoryId, types: readonly string[]) {
  return sql`chosen as (
    select s.id, s.name, lower(s.email) as email from structure s
    join structure_territory st on st.structure_id = s.id and st.territory_id = ${territory}
    where s.type_code = any(${[...types]}::text[]) and s.status = 'active' and s.merged_into is null),
  referents as (
    select p.email, p.name, p.id as person, chosen.id as structure, p.profession from chosen
    join affiliation a on a.structure_id = chosen.id and a.referent and a.status = 'active'
    join person p on p.id = a.person_id and p.suspended_at is null),
  addresses as (
    select email, id as structure from chosen
    where email <> '' and id not in (select structure from referents))`;
}

/** Asked for no more of these messages, or answers no more. */
export function refusesPolls(address: Expression<unknown>) {
  return sql<boolean>`exists (select from mail_refusal where mail_refusal.address = ${address}
    and mail_refusal.kind in ('date-poll', 'all'))`;
}

/** What an organiser chooses among: how many members, and the types of the structures with how many of each. */
export async function listChoices(
  executor: Executor,
  territory: TerritoryId
): Promise<{ members: number; types: { code: string; label: string; count: number }[] }> {
  const [members, types] = await Promise.all([
    countMembers(executor, territory),
    listTypesOf(executor, territory)
  ]);
  return { members, types };
}

async function countMembers(executor: Executor, territory: TerritoryId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with ${network(territory)} select count(distinct email)::int as count from network`.execute(
    executor
  );
  return rows[0]?.count ?? 0;
}

async function listTypesOf(
  executor: Executor,
  territory: TerritoryId
): Promise<{ code: string; label: string; count: number }[]> {
  const { rows } = await sql<{ code: string; label: string; count: number }>`
    select type.code, type.name as label, count(*)::int as count
    from structure s join structure_territory st on st.structure_id = s.id
    join structure_type type on type.code = s.type_code
    where st.territory_id = ${territory} and s.status = 'active' and s.merged_into is null
    group by type.code, type.name order by type.name`.execute(executor);
  return rows;
}
