/** Who receives a message, with the address: never leaves the server. */
import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import type { RegistrationFilter } from '../../../figures.ts';
import { matching } from '../../listing/queries.ts';

export interface Recipient {
  readonly address: string;
  readonly name: string;
  /** Whose « ma place » to link to; null when the address answers for several. */
  readonly place: { readonly id: RegistrationId; readonly version: number } | null;
}

/** The addresses of the registrations that a filter keeps, once each; the group’s for those without their own. */
export async function listRecipients(
  executor: Executor,
  event: EventId,
  filter: RegistrationFilter
): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select coalesce(r.email, g.email) as address,
      case when count(*) = 1 and bool_and(r.email is not null) then min(trim(r.first_name || ' ' || r.last_name))
        else coalesce(min(g.name), '') end as name,
      case when count(*) = 1 then json_build_object('id', min(r.id), 'version', min(r.link_version)) end as place
    from registration r
    left join structure s on s.id = r.structure_id
    left join registration_group g on g.id = r.group_id
    where ${matching(event, filter)} and coalesce(r.email, g.email) is not null
    group by 1 order by 2, 1`.execute(executor);
  return rows;
}

/** Who must know that an edition is cancelled: who has a place or waits, and who was invited and answered. */
export async function listConcerned(executor: Executor, event: EventId): Promise<Concerned[]> {
  const { rows } = await sql<Concerned>`
    select distinct on (address) address, name, "as", registration from (
      select coalesce(r.email, g.email) as address,
        case when r.email is null then g.name else trim(r.first_name || ' ' || r.last_name) end as name,
        case when r.status = 'waitlisted' then 'waiting' else 'registered' end as "as",
        case when r.status = 'waitlisted' then 2 else 1 end as rank,
        r.id as registration, r.email is null as ungiven, r.calendar_sequence as sequence
      from registration r left join registration_group g on g.id = r.group_id
      where r.event_id = ${event} and r.status in ('confirmed', 'offered', 'waitlisted')
        and coalesce(r.email, g.email) is not null
      union all
      select i.email, i.name, 'invited', 3, null, true, 0 from event_invitation i
      where i.event_id = ${event} and (i.declined_at is not null or exists (
        select from registration r where r.event_id = i.event_id and (r.id = i.registration_id or r.email = i.email)))
        and not exists (select from registration r where r.id = i.registration_id
          and r.status in ('confirmed', 'offered', 'waitlisted'))
    ) concerned order by address, rank, ungiven, sequence desc`.execute(executor);
  return rows;
}

export interface Concerned extends Pick<Recipient, 'address' | 'name'> {
  readonly as: Concern;
  /** Hers, whose calendar entries are to be taken away; of several, the one that changed most. */
  readonly registration: RegistrationId | null;
}

/** Why somebody is told: has a place, waits for one, was invited and answered. */
export type Concern = 'registered' | 'waiting' | 'invited';
