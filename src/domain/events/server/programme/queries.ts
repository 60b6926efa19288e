import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, ProgrammeSessionId } from '#shared/ids.ts';
import { hidesEventTexts } from '../withheld/queries.ts';
import { PARTNER_GROUP_LABELS, PARTNER_ROLES } from '../../partners.ts';
import type {
  BookletPartner,
  Programme,
  ProgrammeSession,
  Room,
  Speaker
} from '../../programme.ts';

/**
 * The programme of an edition, whoever asks: read the edition first, which decides who may.
 * Sessions come in the order of time, rooms and speakers in theirs. Without the texts of an edition that are withheld.
 */
export async function getProgramme(db: Executor, event: EventId): Promise<Programme> {
  const [sessions, rooms, speakers, { rows }] = await Promise.all([
    readSessions(db, sql<boolean>`s.event_id = ${event}`),
    readRooms(db, event),
    readSpeakers(db, event),
    sql<{ hidden: boolean }>`select ${hidesEventTexts(sql`${event}::bigint`)} as hidden`.execute(db)
  ]);
  const silent = (session: ProgrammeSession) => ({ ...session, description: '', materials: '' });
  return { event, sessions: rows[0]?.hidden ? sessions.map(silent) : sessions, rooms, speakers };
}

/** One session of an edition; null when it is not, or no longer, one of its own. */
export async function findSession(
  db: Executor,
  event: EventId,
  session: ProgrammeSessionId
): Promise<ProgrammeSession | null> {
  const [found] = await readSessions(db, sql<boolean>`s.event_id = ${event} and s.id = ${session}`);
  return found ?? null;
}

async function readSessions(
  db: Executor,
  which: ReturnType<typeof sql<boolean>>
): Promise<ProgrammeSession[]> {
  const { rows } = await sql<ProgrammeSession>`
    select s.id, s.kind, s.title, s.description, s.starts_at as "startsAt", s.ends_at as "endsAt",
      s.room_id as room, s.chosen, s.capacity, coalesce(p.taken, 0) as taken, s.materials, s.version,
      (select coalesce(json_agg(json_build_object('code', t.code, 'name', t.name) order by t.name), '[]')
        from programme_session_theme st join theme t on t.code = st.theme_code
        where st.session_id = s.id) as themes,
      (select coalesce(json_agg(json_build_object('speaker', ss.speaker_id, 'role', ss.role)
          order by ss.position, ss.speaker_id), '[]')
        from session_speaker ss where ss.session_id = s.id) as speakers
    from programme_session s
    left join event_room r on r.id = s.room_id
    left join place_pool p on p.session_id = s.id
    where ${which}
    order by s.starts_at, r.position nulls last, s.ends_at, s.id`.execute(db);
  return rows;
}

async function readRooms(db: Executor, event: EventId): Promise<Room[]> {
  const rows = await db
    .selectFrom('event_room')
    .select(['id', 'name', 'capacity', 'note'])
    .where('event_id', '=', event)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows as unknown as Room[];
}

async function readSpeakers(db: Executor, event: EventId): Promise<Speaker[]> {
  const { rows } = await sql<Speaker>`
    select s.id, s.name, s.title, s.structure_label as "structureLabel",
      case when st.id is not null
        then json_build_object('id', st.id, 'slug', st.slug, 'name', st.name) end as structure
    from event_speaker s
    left join structure st on st.id = s.structure_id
    where s.event_id = ${event}
    order by s.position, s.id`.execute(db);
  return rows;
}

/** How many people have chosen a session, with a place or waiting for one. */
export async function countChoices(db: Executor, session: ProgrammeSessionId): Promise<number> {
  const { people } = await db
    .selectFrom('session_choice')
    .select((eb) => eb.fn.countAll<number>().as('people'))
    .where('session_id', '=', session)
    .where('status', 'not in', ['cancelled', 'expired'])
    .executeTakeFirstOrThrow();
  return people;
}

/** The partners of an edition that are shown, by what they are to it, as its booklet shows them. */
export async function listBookletPartners(db: Executor, event: EventId): Promise<BookletPartner[]> {
  const rows = await db
    .selectFrom('event_partner')
    .select(['name', 'role', 'website', 'logo', 'industry', 'pays_for'])
    .where('event_id', '=', event)
    .where('shown', '=', true)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return PARTNER_ROLES.flatMap((role) =>
    rows
      .filter((row) => row.role === role)
      .map(({ name, website, logo, industry, pays_for }) => ({
        name,
        website,
        logo,
        group: PARTNER_GROUP_LABELS[role],
        paysFor: industry ? pays_for : ''
      }))
  );
}
