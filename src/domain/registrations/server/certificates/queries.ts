import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import { compareNames } from '#shared/text.ts';
import {
  minutesOf,
  partsOf,
  saysSame,
  type AttendedPart,
  type CertificateFacts
} from '../../certificate.ts';
import { listPresences } from '../attendance/queries.ts';

/** A certificate as it was issued. */
export interface Certificate extends CertificateFacts {
  readonly registration: RegistrationId;
  readonly event: EventId;
  readonly code: string;
  readonly issuedAt: Date;
  readonly withdrawnAt: Date | null;
}

/** What may be certified of each person who came to an edition, as its presences say now. */
export async function readFacts(
  executor: Executor,
  event: EventId
): Promise<Map<RegistrationId, CertificateFacts>> {
  const [presences, ground] = await Promise.all([
    listPresences(executor, event),
    readGround(executor, event)
  ]);
  if (!ground) return new Map();
  const names = new Map(ground.people.map(({ id, name }) => [id, name]));
  const facts = new Map<RegistrationId, CertificateFacts>();
  for (const [registration, hers] of Map.groupBy(presences, (one) => one.registration)) {
    const parts = partsOf(ground, hers);
    const minutes = minutesOf(parts);
    const holder = names.get(registration);
    if (holder && minutes > 0) facts.set(registration, { holder, parts, minutes });
  }
  return facts;
}

interface Span {
  readonly startsAt: string;
  readonly endsAt: string;
}
interface GroundRow {
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly timeZone: string;
  readonly halfDays: (Span & { readonly id: number; readonly label: string })[];
  readonly sessions: (Span & { readonly id: ProgrammeSessionId; readonly title: string })[];
  readonly people: { readonly id: RegistrationId; readonly name: string }[];
}

async function readGround(executor: Executor, event: EventId) {
  const { rows } = await sql<GroundRow>`
    select e.starts_at as "startsAt", e.ends_at as "endsAt", e.time_zone as "timeZone",
      (select coalesce(json_agg(json_build_object('id', id, 'label', label, 'startsAt', starts_at, 'endsAt', ends_at)), '[]')
        from event_half_day where event_id = e.id) as "halfDays",
      (select coalesce(json_agg(json_build_object('id', id, 'title', title, 'startsAt', starts_at, 'endsAt', ends_at)), '[]')
        from programme_session where event_id = e.id) as sessions,
      (select coalesce(json_agg(json_build_object('id', id, 'name', trim(first_name || ' ' || last_name))), '[]')
        from registration where event_id = e.id and anonymised_at is null) as people
    from event e where e.id = ${event}`.execute(executor);
  const row = rows[0];
  if (!row) return null;
  const dated = <T extends Span>(one: T) => ({
    ...one,
    startsAt: new Date(one.startsAt),
    endsAt: new Date(one.endsAt)
  });
  return { ...row, halfDays: row.halfDays.map(dated), sessions: row.sessions.map(dated) };
}

/** The certificates of an edition, by name, those withdrawn too. The caller says who may read them. */
export async function listCertificates(executor: Executor, event: EventId): Promise<Certificate[]> {
  const rows = await executor
    .selectFrom('attendance_certificate')
    .selectAll()
    .where('event_id', '=', event)
    .execute();
  return rows.map(certificateOf).toSorted((a, b) => compareNames(a.holder, b.holder));
}

/** The certificate of a registration; null when none was issued. */
export async function findCertificateOf(
  executor: Executor,
  registration: RegistrationId
): Promise<Certificate | null> {
  const row = await executor
    .selectFrom('attendance_certificate')
    .selectAll()
    .where('registration_id', '=', registration)
    .executeTakeFirst();
  return row ? certificateOf(row) : null;
}

/** A certificate as whoever holds its code reads it. */
export interface VerifiedCertificate extends Certificate {
  readonly title: string;
  readonly slug: string;
  readonly timeZone: string;
  readonly organiser: string;
  readonly place: string;
  readonly fictional: boolean;
  /** The presences were put right since: what it says is no longer what they say. */
  readonly outdated: boolean;
}

/** @param code - as `readCode` writes it. Null when no certificate bears it. */
export async function findCertificateByCode(
  executor: Executor,
  code: string
): Promise<VerifiedCertificate | null> {
  const row = await executor
    .selectFrom('attendance_certificate as a')
    .innerJoin('event as e', 'e.id', 'a.event_id')
    .innerJoin('territory as t', 't.id', 'e.territory_id')
    .leftJoin('structure as s', 's.id', 'e.organiser_id')
    .leftJoin('commune as c', 'c.code', 'e.venue_commune_code')
    .selectAll('a')
    .select(['e.title', 'e.slug', 'e.time_zone as timeZone', 'e.fictional'])
    .select((eb) => [
      eb.fn.coalesce('s.name', 't.name').as('organiser'),
      sql<string>`concat_ws(', ', nullif(e.venue_name, ''), c.name)`.as('place'),
      // Once what happened at the door is erased, nothing can be compared any more.
      sql<boolean>`exists (select from scan where scan.registration_id = a.registration_id)`.as(
        'kept'
      )
    ])
    .where('a.code', '=', code)
    .executeTakeFirst();
  if (!row) return null;
  const certificate = certificateOf(row);
  const now = row.kept
    ? (await readFacts(executor, certificate.event)).get(certificate.registration)
    : null;
  return {
    ...certificate,
    ...{ title: row.title, slug: row.slug, timeZone: row.timeZone, organiser: row.organiser },
    ...{ place: row.place, fictional: row.fictional },
    outdated: row.kept && (!now || !saysSame(now, certificate))
  };
}

interface Row {
  readonly registration_id: number;
  readonly event_id: number;
  readonly code: string;
  readonly holder: string;
  readonly minutes: number;
  readonly parts: unknown;
  readonly issued_at: Date;
  readonly withdrawn_at: Date | null;
}

function certificateOf(row: Row): Certificate {
  const parts = row.parts as { label: string; startsAt: string; endsAt: string }[];
  return {
    registration: row.registration_id as RegistrationId,
    event: row.event_id as EventId,
    code: row.code,
    holder: row.holder,
    minutes: row.minutes,
    parts: parts.map(({ label, startsAt, endsAt }): AttendedPart => ({
      label,
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt)
    })),
    issuedAt: row.issued_at,
    withdrawnAt: row.withdrawn_at
  };
}
