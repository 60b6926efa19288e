/** The people of an audience, with their addresses: never leaves the server. */
import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import {
  saysProfession,
  sortAudience,
  type Audience,
  type Candidate,
  type LeftOut,
  type SortedAudience
} from '../../../audience.ts';

/** Who would be written to now, and who is left out. Two statements. */
export async function listAudience(
  executor: Executor,
  event: Event,
  audience: Audience,
  now: Date
): Promise<SortedAudience> {
  const found = await listCandidates(executor, event, audience, now);
  const asked = audience.profession
    ? found.filter((candidate) => saysProfession(candidate, audience.profession))
    : found;
  const emails = asked.flatMap(({ email }) => (email ? [email.toLowerCase()] : []));
  return sortAudience(asked, await readKnown(executor, event.id, emails));
}

function listCandidates(
  executor: Executor,
  event: Event,
  audience: Audience,
  now: Date
): Promise<readonly Candidate[]> {
  switch (audience.source) {
    case 'members':
      return listMembers(executor, event, audience);
    case 'structures':
      return listStructures(executor, event, audience);
    case 'past-participants':
      return listPastParticipants(executor, event, now);
    case 'poll':
      return listGuests(executor, event);
    case 'pasted':
      return Promise.resolve(
        audience.pasted.map((one) => ({ ...one, profession: '', person: null, structure: null }))
      );
  }
}

const STRUCTURE = sql`case when s.id is not null
  then json_build_object('id', s.id, 'name', s.name) end as structure`;

/** A structure of hers is named, by preference one she answers for; a filter on types asks for one of them. */
async function listMembers(
  executor: Executor,
  { territory }: Event,
  { types }: Audience
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select p.email, p.name, p.profession, p.id as person, ${STRUCTURE}
    from membership m
    join person p on p.id = m.person_id and p.suspended_at is null
    left join lateral (
      select s.id, s.name from affiliation a
      join structure s on s.id = a.structure_id and s.merged_into is null
      join structure_territory st on st.structure_id = s.id and st.territory_id = m.territory_id
      where a.person_id = p.id and a.status = 'active'
        and (${types.length} = 0 or s.type_code = any(${types}::text[]))
      order by a.referent desc, s.name, s.id limit 1) s on true
    where m.territory_id = ${territory.id} and m.status = 'active'
      and (${types.length} = 0 or s.id is not null)
    order by p.name, p.id`.execute(executor);
  return rows;
}

/** Its référents and its contacts; its own address when it has neither. A structure nobody can be written to is said. */
async function listStructures(
  executor: Executor,
  { territory }: Event,
  { types, themes, communes, profession }: Audience
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with chosen as (
      select s.id, s.name, lower(trim(s.email)) as email from structure s
      join structure_territory st on st.structure_id = s.id and st.territory_id = ${territory.id}
      where s.merged_into is null and s.status = 'active'
        and (${types.length} = 0 or s.type_code = any(${types}::text[]))
        and (${themes.length} = 0 or exists (
          select from service v join service_theme vt on vt.service_id = v.id
          where v.structure_id = s.id and vt.theme_code = any(${themes}::text[])))
        and (${communes === null} or exists (
          select from structure_offer o where o.structure_id = s.id and (o.certainty = 'everywhere' or exists (
            select from perimeter_commune c where c.perimeter_id = o.perimeter_id
              and c.commune_code = any(${communes ?? []}::text[])))))
    ), reached as (
      select chosen.id, p.email, p.name, p.profession, p.id as person, 1 as rank from chosen
      join affiliation a on a.structure_id = chosen.id and a.referent and a.status = 'active'
      join person p on p.id = a.person_id and p.suspended_at is null
      union all
      select chosen.id, lower(trim(c.email)), c.name, c.role, c.person_id, 2 from chosen
      join contact c on c.structure_id = chosen.id and trim(c.email) <> ''
    ), whole as (
      select * from reached
      union all
      select id, nullif(email, ''), '', '', null, 3 from chosen
      where ${profession === ''} and not exists (select from reached where reached.id = chosen.id)
    )
    select w.email, w.name, w.profession, w.person,
      json_build_object('id', s.id, 'name', s.name) as structure
    from whole w join chosen s on s.id = w.id
    order by s.name, s.id, w.rank, w.name`.execute(executor);
  return rows;
}

/** Of the editions of the same series: those who agree to be invited again, as they last said. */
async function listPastParticipants(
  executor: Executor,
  { id, series }: Event,
  now: Date
): Promise<Candidate[]> {
  if (!series) return [];
  const { rows } = await sql<Candidate & { agrees: boolean }>`
    select distinct on (r.email) r.email, trim(r.first_name || ' ' || r.last_name) as name,
      r.profession_label as profession, r.person_id as person, r.invite_consent as agrees, ${STRUCTURE}
    from registration r
    join event e on e.id = r.event_id and e.series_id = ${series.id} and e.id <> ${id}
    left join structure s on s.id = r.structure_id
    where e.starts_at < ${now} and r.status = 'confirmed' and r.email is not null
    order by r.email, e.starts_at desc, r.id desc`.execute(executor);
  return rows.filter(({ agrees }) => agrees).map(({ agrees: _, ...candidate }) => candidate);
}

async function listGuests(executor: Executor, { id }: Event): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select g.email, g.name, g.profession, g.person_id as person, ${STRUCTURE}
    from date_poll d join date_poll_guest g on g.poll_id = d.id
    left join structure s on s.id = g.structure_id
    where d.event_id = ${id} order by g.name, g.id`.execute(executor);
  return rows;
}

/** What an invitation would run into, the strongest reason first: registered, invited, unsubscribed. */
async function readKnown(
  executor: Executor,
  event: EventId,
  emails: readonly string[]
): Promise<Map<string, Exclude<LeftOut, 'no-address'>>> {
  const { rows } = await sql<{ email: string; reason: Exclude<LeftOut, 'no-address'> }>`
    select distinct on (email) email, reason from (
      select email, 'registered' as reason, 1 as rank from registration
      where event_id = ${event} and status in ('confirmed', 'waitlisted', 'offered') and email = any(${emails}::text[])
      union all
      select email, 'invited', 2 from event_invitation where event_id = ${event} and email = any(${emails}::text[])
      union all
      select address, 'unsubscribed', 3 from mail_refusal
      where kind in ('event-invitation', 'all') and address = any(${emails}::text[])
    ) known order by email, rank`.execute(executor);
  return new Map(rows.map(({ email, reason }) => [email, reason]));
}
