import { sql } from 'kysely';
import { bookInterview } from '#domain/registrations/server/interviews/commands.ts';
import { registrationToken } from '#domain/registrations/server/links/queries.ts';
import type { InterviewRules } from '#domain/registrations/interviews.ts';
import type { Database } from '#server/db/connection.ts';
import type {
  EventId,
  InterviewHostId,
  InterviewSlotId,
  ProgrammeSessionId,
  RegistrationId,
  TerritoryId
} from '#shared/ids.ts';
import { anEvent } from './events.ts';

/** Opens the interviews of an edition, to any professional who has a place unless told otherwise. */
export async function openInterviews(
  db: Database,
  event: EventId,
  rules: Partial<InterviewRules> = {}
): Promise<void> {
  await db
    .insertInto('interview_desk')
    .values({
      ...{ event_id: event, open: rules.open ?? true, hosts: rules.hosts ?? 'anyone' },
      ...{ category_id: rules.category ?? null, most: rules.most ?? 3 }
    })
    .execute();
}

let turn = 0;

/** Somebody who has a place, an interne unless told otherwise, and the token of her link. */
export async function anAttendee(
  db: Database,
  event: EventId,
  name: string,
  traits: { profession?: 'local-interne' | 'R356-90'; domain?: string } = {}
): Promise<{ id: RegistrationId; email: string; token: string }> {
  const code = traits.profession ?? 'local-interne';
  const email = `${name.toLowerCase()}${++turn}@${traits.domain ?? 'exemple.test'}`;
  const { id } = await db
    .insertInto('registration')
    .values({
      ...{ event_id: event, email, first_name: name, last_name: 'Essai', status: 'confirmed' },
      profession_code: code,
      profession_label: code === 'local-interne' ? 'Interne' : 'Médecin généraliste'
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id: id as RegistrationId, email, token: registrationToken(id as RegistrationId, 1) };
}

/** Somebody named, who gives quarters of an hour from 10 h in Paris on 18 March 2027. */
export async function aHost(
  db: Database,
  event: EventId,
  slots: number,
  traits: { name?: string; from?: string; registration?: RegistrationId } = {}
): Promise<{ host: InterviewHostId; slots: InterviewSlotId[] }> {
  const { id } = await db
    .insertInto('interview_host')
    .values({
      ...{ event_id: event, name: traits.name ?? 'Noé Esquisse', place: 'Hall, table 4' },
      ...{ email: `hote${++turn}@exemple.test`, profession_label: 'Médecin généraliste' },
      registration_id: traits.registration ?? null
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const from = new Date(traits.from ?? '2027-03-18T09:00:00Z').getTime();
  const rows = await db
    .insertInto('interview_slot')
    .values(
      Array.from({ length: slots }, (_, at) => ({
        host_id: id,
        starts_at: new Date(from + at * 900_000),
        ends_at: new Date(from + (at + 1) * 900_000)
      }))
    )
    .returning('id')
    .execute();
  return { host: id as InterviewHostId, slots: rows.map((row) => row.id as InterviewSlotId) };
}

/** Editions of a territory that take interviews, and what tests ask of them at a moment. */
export function interviewsAt(db: Database, territory: TerritoryId, now: Date) {
  return {
    async anEdition(rules: Partial<InterviewRules> = {}): Promise<EventId> {
      const { id } = await anEvent(db, territory);
      await openInterviews(db, id, rules);
      return id;
    },
    book: (token: string, slot: InterviewSlotId, at = now) =>
      bookInterview(db, token, slot, { now: at }),
    async holderOf(slot: InterviewSlotId): Promise<number | null | undefined> {
      const row = await db
        .selectFrom('interview_slot')
        .select('registration_id')
        .where('id', '=', slot)
        .executeTakeFirst();
      return row?.registration_id;
    },
    mailsOf: (kind: string, to?: string) =>
      db
        .selectFrom('mail_message')
        .selectAll()
        .where('kind', '=', kind)
        .where('recipient', 'in', to ? [to] : sql<string>`(select recipient from mail_message)`)
        .orderBy('id')
        .execute(),
    async choose(
      registration: number,
      session: ProgrammeSessionId,
      status: 'confirmed' | 'wished'
    ): Promise<void> {
      const row = { registration_id: registration, session_id: session, status };
      await db.insertInto('session_choice').values(row).execute();
    }
  };
}
