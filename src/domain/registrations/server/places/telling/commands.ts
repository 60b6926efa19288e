import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Tx } from '#server/db/connection.ts';
import { queueMail, type Mail } from '#server/mail/queue.ts';
import type { EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import { registrationLink } from '../../links/queries.ts';
import type { RegistrationFacts } from '../../mails.ts';
import { listRegistrationsById } from '../queries.ts';

/** The message to write to one registration, or null when there is nothing to say to it. */
export type Wording = (facts: RegistrationFacts) => Mail | null;

/**
 * Writes to these registrations, in the transaction of what happened to them. One without an address of its own is
 * told through the group that registered it; one added by the organiser without any is told nothing.
 */
export async function tell(
  tx: Tx,
  event: Event | EventId,
  registrations: readonly RegistrationId[],
  wording: Wording
): Promise<void> {
  if (registrations.length === 0) return;
  const edition = typeof event === 'number' ? await findEventById(tx, event) : event;
  if (!edition) return;
  for (const facts of await listFacts(tx, edition, registrations)) {
    const mail = wording(facts);
    if (mail) await queueMail(tx, mail);
  }
}

/** What messages about these registrations may say; those nobody can be written to are left out. */
export async function listFacts(
  tx: Tx,
  event: Event,
  ids: readonly RegistrationId[]
): Promise<RegistrationFacts[]> {
  const told = new Map((await listTold(tx, ids)).map((one) => [one.id, one]));
  return (await listRegistrationsById(tx, ids)).flatMap((registration) => {
    const found = told.get(registration.id);
    if (!found?.address) return [];
    const { version, address, name, words } = found;
    const sessions = found.sessions.map((session) => ({
      ...session,
      startsAt: new Date(session.startsAt),
      endsAt: new Date(session.endsAt)
    }));
    const link = registrationLink(registration.id, version);
    return [{ event, registration, sessions, link, words, to: { address, name } }];
  });
}

interface Told {
  readonly id: RegistrationId;
  readonly address: string | null;
  readonly name: string;
  readonly version: number;
  /** What the organiser tells each person registered. */
  readonly words: string;
  readonly sessions: readonly {
    readonly id: ProgrammeSessionId;
    readonly title: string;
    readonly startsAt: string;
    readonly endsAt: string;
  }[];
}

/** To whom one writes, and the sessions that are spoken of: in one reading, since it is done under the lock. */
async function listTold(tx: Tx, ids: readonly RegistrationId[]): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select r.id, coalesce(r.email, g.email) as address, r.link_version as version,
      (select d.message from registration_desk d where d.event_id = r.event_id) as words,
      case when r.email is not null or g.id is null then trim(r.first_name || ' ' || r.last_name) else g.name end as name,
      (select coalesce(json_agg(json_build_object('id', s.id, 'title', s.title, 'startsAt', s.starts_at,
          'endsAt', s.ends_at) order by s.starts_at, s.id), '[]')
        from session_choice c join programme_session s on s.id = c.session_id
        where c.registration_id = r.id) as sessions
    from registration r left join registration_group g on g.id = r.group_id
    where ${ids.length === 1 ? sql`r.id = ${ids[0]}` : sql`r.id = any(${ids}::bigint[])`}`.execute(
    tx
  );
  return rows;
}
