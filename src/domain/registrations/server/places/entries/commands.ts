import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { EventId, PersonId, RegistrationId } from '#shared/ids.ts';
import type { RegistrationRequest } from '../../../desk.ts';
import type { Seat } from '../standing/commands.ts';
import type { RegistrationOrigin, RegistrationStatus } from '../../../model.ts';

/** What is written of a request once its place is decided. */
export interface Entry {
  readonly request: RegistrationRequest;
  readonly status: RegistrationStatus;
  readonly choices: readonly Seat[];
  readonly overruled?: boolean;
  readonly origin: RegistrationOrigin;
  readonly group?: number | null;
  /** Signed in: hers if the address is hers. */
  readonly person: PersonId | null;
  /** An ended registration of the same address, written again. */
  readonly again: RegistrationId | null;
  /** Who did it, for the trace. */
  readonly label: string;
}

/**
 * Writes a registration whole in one statement, since everyone else waits meanwhile. One that had ended is used
 * again, without what it said before.
 */
export async function writeEntry(
  tx: Tx,
  event: EventId,
  entry: Entry,
  { now, since }: { now: Date; since: Date }
): Promise<RegistrationId> {
  if (entry.again !== null) await clear(tx, entry.again);
  const { request } = entry;
  const { rows } = await sql<{ id: RegistrationId }>`
    with saved as (
      ${insertRow(event, entry, { now, since })} returning id
    ), seats as (
      insert into session_choice (registration_id, session_id, status, overruled, waitlisted_at, updated_at)
      select saved.id, c.session, c.status, coalesce(c.overruled, false),
        case when c.status = 'waitlisted' then ${since}::timestamptz end, ${now}
      from saved, json_to_recordset(${JSON.stringify(entry.choices)}::json) as c(session bigint, status text, overruled boolean)
    ), needs as (
      insert into registration_need (registration_id, meal, access)
      select id, ${request.meal}, ${request.access} from saved where ${request.meal + request.access}::text <> ''
    ), presence as (
      insert into registration_half_day (registration_id, half_day_id)
      select saved.id, day from saved, unnest(${request.halfDays}::bigint[]) as day
    ), answers as (
      insert into registration_answer (registration_id, question_id, value)
      select saved.id, a.question, a.value
      from saved, json_to_recordset(${JSON.stringify(request.answers)}::json) as a(question bigint, value text)
    ), trace as (
      insert into registration_trace (event_id, registration_id, at, actor_label, action, detail)
      select ${event}, id, ${now}, ${entry.label}, 'register', ${JSON.stringify(detail(entry))}::jsonb from saved
    )
    select id from saved`.execute(tx);
  return rows[0]!.id;
}

/** An ended registration of the same address is written over. */
function insertRow(event: EventId, entry: Entry, { now, since }: { now: Date; since: Date }) {
  const { request } = entry;
  const waitlisted = entry.status === 'waitlisted' ? since : null;
  return sql`
      insert into registration (event_id, email, first_name, last_name, profession_code, profession_label,
        structure_id, structure_label, commune_code, category_id, status, overruled, waitlisted_at, group_id,
        relay_id, person_id, list_consent, photo_consent, invite_consent, origin, request_key, created_at, updated_at)
      values (${event}, ${request.email}, ${request.firstName}, ${request.lastName}, ${request.professionCode},
        ${request.professionLabel}, ${request.structure}, ${request.structureLabel}, ${request.commune},
        ${request.category}, ${entry.status}, ${entry.overruled ?? false}, ${waitlisted}, ${entry.group ?? null},
        (select id from event_relay where event_id = ${event} and code = ${request.relay ?? null}),
        (select id from person where id = ${entry.person}::uuid and lower(email) = ${request.email}),
        ${request.listConsent}, ${request.photoConsent}, ${request.inviteConsent}, ${entry.origin},
        ${request.requestKey ?? null}, ${now}, ${now})
      on conflict (event_id, email) do update set first_name = excluded.first_name, last_name = excluded.last_name,
        profession_code = excluded.profession_code, profession_label = excluded.profession_label,
        structure_id = excluded.structure_id, structure_label = excluded.structure_label,
        commune_code = excluded.commune_code, category_id = excluded.category_id, status = excluded.status,
        overruled = excluded.overruled, waitlisted_at = excluded.waitlisted_at, offer_expires_at = null,
        group_id = excluded.group_id, relay_id = excluded.relay_id, person_id = excluded.person_id,
        list_consent = excluded.list_consent, photo_consent = excluded.photo_consent,
        invite_consent = excluded.invite_consent, origin = excluded.origin, request_key = excluded.request_key,
        created_at = excluded.created_at, updated_at = excluded.updated_at, cancelled_at = null`;
}

function detail({ status, overruled, again }: Entry): Record<string, unknown> {
  return { status, ...(overruled && { overruled }), ...(again !== null && { again: true }) };
}

async function clear(tx: Tx, id: RegistrationId): Promise<void> {
  await sql`
    with seats as (delete from session_choice where registration_id = ${id}),
      needs as (delete from registration_need where registration_id = ${id}),
      presence as (delete from registration_half_day where registration_id = ${id})
    delete from registration_answer where registration_id = ${id}`.execute(tx);
}
