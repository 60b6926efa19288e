import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { CategoryId, InterviewHostId, RegistrationId } from '#shared/ids.ts';
import { NotFound } from '#shared/errors.ts';
import {
  isTrainee,
  type Booking,
  type ChosenMoment,
  type InterviewRules,
  type Situation
} from '../../../interviews.ts';

/** Who holds a link « ma place », as interviews need it. */
export type InterviewHolder = Situation['holder'] & {
  readonly id: RegistrationId;
  readonly hostId: InterviewHostId | null;
  readonly bookings: readonly Booking[];
  readonly choices: readonly ChosenMoment[];
};

type Dated<T> = Omit<T, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string };

interface Row {
  status: Situation['holder']['status'];
  professionCode: string;
  professionLabel: string;
  category: CategoryId | null;
  hasMailbox: boolean;
  hostId: InterviewHostId | null;
  bookings: Dated<Booking>[];
  choices: Dated<ChosenMoment>[];
}

/** What decides whether somebody offers or books: in one reading, since it is done under the lock. @throws NotFound */
export async function getInterviewHolder(
  executor: Executor,
  id: RegistrationId,
  rules: InterviewRules
): Promise<InterviewHolder> {
  const { rows } = await sql<Row>`
    select r.status, r.profession_code as "professionCode", r.profession_label as "professionLabel",
      r.category_id as category, coalesce(r.email, g.email) is not null as "hasMailbox", h.id as "hostId",
      (select coalesce(json_agg(json_build_object('slot', s.id, 'host', s.host_id, 'hostName', o.name,
          'startsAt', s.starts_at, 'endsAt', s.ends_at) order by s.starts_at), '[]')
        from interview_slot s join interview_host o on o.id = s.host_id where s.registration_id = r.id) as bookings,
      (select coalesce(json_agg(json_build_object('title', p.title, 'status', c.status,
          'startsAt', p.starts_at, 'endsAt', p.ends_at) order by p.starts_at, p.id), '[]')
        from session_choice c join programme_session p on p.id = c.session_id
        where c.registration_id = r.id) as choices
    from registration r
    left join registration_group g on g.id = r.group_id
    left join interview_host h on h.registration_id = r.id
    where r.id = ${id}`.execute(executor);
  const row = rows[0];
  if (!row) throw new NotFound('Cette inscription n’existe plus.');
  return {
    ...{ id, status: row.status, hasMailbox: row.hasMailbox, hostId: row.hostId },
    isHost: row.hostId !== null,
    isTrainee: isTrainee(row, rules.category),
    bookings: row.bookings.map(dated),
    choices: row.choices.map(dated)
  };
}

function dated<T extends { startsAt: string; endsAt: string }>(span: T) {
  return { ...span, startsAt: new Date(span.startsAt), endsAt: new Date(span.endsAt) };
}
