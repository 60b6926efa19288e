/** Who receives the minutes, with the address: never leaves the server. */
import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';

export interface MinutesRecipient {
  readonly address: string;
  readonly name: string;
  readonly registration: RegistrationId;
  readonly version: number;
}

/** Those who came, or all who had a place. */
export type SentTo = 'present' | 'registered';

/** The addresses of an edition, once each; the group’s for those without their own. */
export async function listMinutesRecipients(
  db: Executor,
  event: EventId,
  to: SentTo
): Promise<MinutesRecipient[]> {
  const came = sql`exists (select from attendance a where a.event_id = r.event_id and a.registration_id = r.id)`;
  const { rows } = await sql<MinutesRecipient>`
    select distinct on (address) address, name, registration, version from (
      select lower(coalesce(r.email, g.email)) as address, r.id as registration, r.link_version as version,
        case when r.email is null then g.name else trim(r.first_name || ' ' || r.last_name) end as name
      from registration r left join registration_group g on g.id = r.group_id
      where r.event_id = ${event} and r.status = 'confirmed' and coalesce(r.email, g.email, '') <> ''
        and ${to === 'present' ? came : sql`true`}
    ) reached order by address, registration`.execute(db);
  return rows;
}

/** How many messages each choice would send, for the page that asks. */
export async function countMinutesRecipients(
  db: Executor,
  event: EventId
): Promise<Readonly<Record<SentTo, number>>> {
  const [present, registered] = await Promise.all([
    listMinutesRecipients(db, event, 'present'),
    listMinutesRecipients(db, event, 'registered')
  ]);
  return { present: present.length, registered: registered.length };
}
