import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { togetherOn } from '#server/db/together.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import type { Desk } from '../../model.ts';
import type { Category, ChosenSession, DeskForm, Question } from '../../desk.ts';

/** How an edition takes registrations. @throws NotFound */
export async function getDesk(executor: Executor, event: EventId): Promise<Desk> {
  return (await getDeskForm(executor, event)).desk;
}

interface Row {
  desk: Omit<Desk, 'opensAt' | 'closesAt'> & { opensAt: string | null; closesAt: string | null };
  edition: { capacity: number | null; taken: number };
  waiting: number;
  categories: Category[];
  questions: Question[];
  sessions: (Omit<ChosenSession, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string })[];
  halfDays: number[];
}

/** The columns of `Row`, from a desk « d ». */
const FORM = sql`json_build_object('event', d.event_id, 'opensAt', d.opens_at, 'closesAt', d.closes_at,
        'promotion', d.promotion, 'offerHours', d.offer_hours, 'asksCommune', d.asks_commune,
        'asksMeal', d.asks_meal, 'asksAccess', d.asks_access, 'asksHalfDays', d.asks_half_days,
        'groupsAllowed', d.groups_allowed, 'listShared', d.list_shared, 'photoAsked', d.photo_asked,
        'message', d.message, 'version', d.version) as desk,
      (select json_build_object('capacity', p.capacity, 'taken', p.taken) from place_pool p
        where p.event_id = d.event_id and p.category_id is null and p.session_id is null) as edition,
      (select count(*) from registration r where r.event_id = d.event_id and r.status = 'waitlisted') as waiting,
      (select coalesce(json_agg(json_build_object('id', c.id, 'label', c.label, 'note', c.note,
          'capacity', c.capacity, 'taken', p.taken, 'waiting', (select count(*) from registration r
            where r.category_id = c.id and r.status = 'waitlisted')) order by c.position, c.id), '[]')
        from registration_category c join place_pool p on p.category_id = c.id
        where c.event_id = d.event_id) as categories,
      (select coalesce(json_agg(json_build_object('id', q.id, 'kind', q.kind, 'label', q.label, 'hint', q.hint,
          'options', q.options, 'required', q.required) order by q.position, q.id), '[]')
        from registration_question q where q.event_id = d.event_id) as questions,
      (select coalesce(json_agg(json_build_object('id', s.id, 'title', s.title, 'kind', s.kind,
          'startsAt', s.starts_at, 'endsAt', s.ends_at, 'roomName', coalesce(room.name, ''),
          'capacity', s.capacity, 'taken', p.taken, 'waiting', (select count(*) from session_choice w
            where w.session_id = s.id and w.status = 'waitlisted')) order by s.starts_at, s.ends_at, s.id), '[]')
        from programme_session s join place_pool p on p.session_id = s.id
        left join event_room room on room.id = s.room_id
        where s.event_id = d.event_id and s.chosen) as sessions,
      (select coalesce(json_agg(h.id order by h.starts_at, h.id), '[]')
        from event_half_day h where h.event_id = d.event_id) as "halfDays"`;

/** Everything the form of registration shows, with the places taken and those who wait. @throws NotFound */
export function getDeskForm(executor: Executor, event: EventId): Promise<DeskForm> {
  if (executor.isTransaction) return readDeskForm(executor, event);
  return togetherOn(executor, `desk-form:${event}`, () => readDeskForm(executor, event));
}

async function readDeskForm(executor: Executor, event: EventId): Promise<DeskForm> {
  const { rows } = await sql<Row>`
    select ${FORM} from registration_desk d where d.event_id = ${event}`.execute(executor);
  const row = rows[0];
  if (!row) throw new NotFound('Cette rencontre n’existe plus.');
  const { desk, edition, ...rest } = row;
  return {
    ...rest,
    capacity: edition.capacity,
    taken: edition.taken,
    desk: { ...desk, opensAt: instant(desk.opensAt), closesAt: instant(desk.closesAt) },
    sessions: row.sessions.map((session) => ({
      ...session,
      startsAt: new Date(session.startsAt),
      endsAt: new Date(session.endsAt)
    }))
  };
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
