import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Tx } from '#server/db/connection.ts';
import { queueMail, type Mail } from '#server/mail/queue.ts';
import type { EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import type { Registration } from '../../../model.ts';
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
  const registrations = await listRegistrationsById(tx, ids);
  const addresses = await listAddresses(tx, ids);
  const sessions = await listSessions(tx, registrations);
  return registrations.flatMap((registration) => {
    const found = addresses.get(registration.id);
    if (!found?.address) return [];
    const { version, ...to } = found;
    return [
      {
        event,
        registration,
        sessions: sessions.filter(({ id }) =>
          registration.choices.some(({ session }) => session === id)
        ),
        link: registrationLink(registration.id, version),
        to
      }
    ];
  });
}

async function listAddresses(
  tx: Tx,
  ids: readonly RegistrationId[]
): Promise<Map<RegistrationId, { address: string; name: string; version: number }>> {
  const { rows } = await sql<{
    id: RegistrationId;
    address: string | null;
    name: string;
    version: number;
  }>`
    select r.id, coalesce(r.email, g.email) as address, r.link_version as version,
      case when r.email is not null or g.id is null then trim(r.first_name || ' ' || r.last_name) else g.name end as name
    from registration r left join registration_group g on g.id = r.group_id
    where r.id = any(${ids}::bigint[])`.execute(tx);
  return new Map(
    rows.flatMap(({ id, address, ...to }) => (address ? [[id, { address, ...to }]] : []))
  );
}

async function listSessions(
  tx: Tx,
  registrations: readonly Registration[]
): Promise<RegistrationFacts['sessions']> {
  const ids = new Set(
    registrations.flatMap(({ choices }) => choices.map(({ session }) => session))
  );
  if (ids.size === 0) return [];
  const rows = await tx
    .selectFrom('programme_session')
    .select(['id', 'title', 'starts_at', 'ends_at'])
    .where('id', 'in', [...ids])
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id as ProgrammeSessionId,
    title: row.title,
    startsAt: row.starts_at,
    endsAt: row.ends_at
  }));
}
