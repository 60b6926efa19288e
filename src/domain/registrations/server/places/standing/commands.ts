import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import type { RegistrationRequest } from '../../../desk.ts';
import type { ChoiceStatus, RegistrationStatus } from '../../../model.ts';
import { releaseInterviews } from '../../interviews/release/commands.ts';

/** Ends a registration and all it held: its seats, its interviews, its seat in a car. */
export async function endRegistration(tx: Tx, id: RegistrationId, now: Date): Promise<void> {
  await releaseInterviews(tx, id, now);
  await sql`
    with seats as (
      update session_choice set status = 'cancelled', overruled = false, waitlisted_at = null, offer_expires_at = null,
        updated_at = ${now}
      where registration_id = ${id} and status not in ('cancelled', 'expired')
    ), carpool as (
      delete from carpool_entry where registration_id = ${id}
    )
    update registration set status = 'cancelled', overruled = false, waitlisted_at = null, offer_expires_at = null,
      cancelled_at = ${now}, updated_at = ${now}, calendar_sequence = calendar_sequence + 1
    where id = ${id}`.execute(tx);
}

/** Gives up these sessions. */
export async function dropSeats(
  tx: Tx,
  id: RegistrationId,
  sessions: readonly ProgrammeSessionId[],
  now: Date
): Promise<void> {
  if (sessions.length === 0) return;
  await tx
    .updateTable('session_choice')
    .set({
      status: 'cancelled',
      overruled: false,
      waitlisted_at: null,
      offer_expires_at: null,
      updated_at: now
    })
    .where('registration_id', '=', id)
    .where('session_id', 'in', [...sessions])
    .execute();
}

export interface Seat {
  readonly session: ProgrammeSessionId;
  readonly status: ChoiceStatus;
  readonly overruled?: boolean;
}

/** Takes these sessions, waits for them or wishes them, as it was decided. */
export async function takeSessions(
  tx: Tx,
  id: RegistrationId,
  seats: readonly Seat[],
  { now, since }: { now: Date; since: Date }
): Promise<void> {
  if (seats.length === 0) return;
  await sql`
    insert into session_choice (registration_id, session_id, status, overruled, waitlisted_at, updated_at)
    select ${id}, c.session, c.status, coalesce(c.overruled, false),
      case when c.status = 'waitlisted' then ${since}::timestamptz end, ${now}
    from json_to_recordset(${JSON.stringify(seats)}::json) as c(session bigint, status text, overruled boolean)
    on conflict (registration_id, session_id) do update set status = excluded.status,
      overruled = excluded.overruled, waitlisted_at = excluded.waitlisted_at, offer_expires_at = null,
      updated_at = excluded.updated_at`.execute(tx);
}

/** Gives a registration its place. */
export async function confirmPlace(
  tx: Tx,
  id: RegistrationId,
  now: Date,
  overruled = false
): Promise<void> {
  await tx
    .updateTable('registration')
    .set({
      status: 'confirmed' satisfies RegistrationStatus,
      overruled,
      waitlisted_at: null,
      offer_expires_at: null,
      cancelled_at: null,
      updated_at: now
    })
    .where('id', '=', id)
    .execute();
}

/** Writes again what a registration says of the person: all but its address, its place and its sessions. */
export async function rewriteAnswers(
  tx: Tx,
  id: RegistrationId,
  request: Omit<RegistrationRequest, 'email' | 'relay' | 'requestKey'>,
  now: Date
): Promise<void> {
  await sql`
    with needs as (
      insert into registration_need (registration_id, meal, access)
      values (${id}, ${request.meal}, ${request.access})
      on conflict (registration_id) do update set meal = excluded.meal, access = excluded.access
    ), absence as (
      delete from registration_half_day
      where registration_id = ${id} and half_day_id <> all(${request.halfDays}::bigint[])
    ), presence as (
      insert into registration_half_day (registration_id, half_day_id)
      select ${id}, day from unnest(${request.halfDays}::bigint[]) as day on conflict do nothing
    ), answers as (
      insert into registration_answer (registration_id, question_id, value)
      select ${id}, a.question, a.value
      from json_to_recordset(${JSON.stringify(request.answers)}::json) as a(question bigint, value text)
      on conflict (registration_id, question_id) do update set value = excluded.value
    ), silence as (
      delete from registration_answer where registration_id = ${id}
        and question_id <> all(${request.answers.map(({ question }) => question)}::bigint[])
    )
    update registration set first_name = ${request.firstName}, last_name = ${request.lastName},
      profession_code = ${request.professionCode}, profession_label = ${request.professionLabel},
      structure_id = ${request.structure}, structure_label = ${request.structureLabel},
      commune_code = ${request.commune}, list_consent = ${request.listConsent},
      photo_consent = ${request.photoConsent}, invite_consent = ${request.inviteConsent}, updated_at = ${now}
    where id = ${id}`.execute(tx);
}

/** Moves a registration to another category; who waits goes to the end of that list. */
export async function changeCategory(
  tx: Tx,
  id: RegistrationId,
  category: number | null,
  since: Date
): Promise<void> {
  await sql`
    update registration set category_id = ${category},
      waitlisted_at = case when status = 'waitlisted' then ${since}::timestamptz end
    where id = ${id}`.execute(tx);
}
