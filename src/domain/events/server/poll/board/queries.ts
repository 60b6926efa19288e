import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { civilTime } from '#shared/dates.ts';
import { rankSlots, silentTypes, type RankedSlot, type Voter } from '../../../availability.ts';
import type { Event } from '../../../model.ts';
import { isOff, noteDay, type DayNote } from '../../../poll/days.ts';
import {
  maskAddress,
  pollState,
  type Answer,
  type GuestLine,
  type Poll,
  type PollState
} from '../../../poll.ts';
import { getManagedEvent } from '../../queries.ts';
import { refusesPolls } from '../guests/queries.ts';
import { findDepartement, findPoll } from '../queries.ts';

export interface Board {
  readonly event: Event;
  /** Null until a first date or a first guest is there. */
  readonly poll: Poll | null;
  readonly state: PollState;
  readonly departement: { code: string; name: string; from: 'venue' | 'territory' } | null;
  readonly guests: readonly GuestLine[];
  /** The best first. */
  readonly ranking: readonly RankedSlot[];
  /** Of no structure of these types has anybody answered. */
  readonly silentTypes: readonly string[];
  /** By number of slot. */
  readonly notes: Readonly<Record<number, readonly DayNote[]>>;
}

/**
 * All of a poll for those who manage its edition: five statements, whatever the number of guests.
 * @throws NotFound, Forbidden
 */
export async function readBoard(
  db: Executor,
  actor: Actor,
  slug: string,
  now: Date
): Promise<Board> {
  const event = await getManagedEvent(db, actor, slug);
  const [poll, departement] = await Promise.all([
    findPoll(db, event.id),
    findDepartement(db, event.id)
  ]);
  const guests = poll ? await listGuests(db, poll.id) : [];
  const slots = poll?.slots ?? [];
  const notes = Object.fromEntries(
    slots.map(({ id, startsAt }) => [
      id,
      noteDay(civilTime(startsAt, event.timeZone).slice(0, 10), departement?.code ?? null)
    ])
  );
  const voters = guests.map(asVoter);
  const candidates = slots.map(({ id, startsAt }) => ({
    slot: id,
    startsAt,
    dayOff: isOff(notes[id] ?? [])
  }));
  return {
    event,
    poll,
    state: poll ? pollState(poll, now) : 'draft',
    departement,
    guests,
    ranking: rankSlots(candidates, voters),
    silentTypes: silentTypes(voters),
    notes
  };
}

type Row = Omit<GuestLine, 'label' | 'answers'> & {
  name: string;
  email: string;
  answers: Record<string, Answer> | null;
};

async function listGuests(db: Executor, poll: number): Promise<GuestLine[]> {
  const { rows } = await sql<Row>`
    select g.id, g.name, g.email, coalesce(s.name, '') as structure, coalesce(s.type_code, '') as type,
      g.profession, g.comment, g.reminded_at as "remindedAt",
      case when g.answered_at is not null then 'answered'
        when ${refusesPolls(sql.ref('g.email'))} then 'unreachable'
        when g.asked_at is null then 'waiting' else 'silent' end as state,
      (select json_object_agg(a.slot_id, a.answer) from date_poll_answer a where a.guest_id = g.id) as answers
    from date_poll_guest g left join structure s on s.id = g.structure_id
    where g.poll_id = ${poll}
    order by g.answered_at is null, coalesce(nullif(g.name, ''), s.name, g.email), g.id`.execute(
    db
  );
  return rows.map(({ name, email, answers, ...guest }) => ({
    ...guest,
    label: name || guest.structure || maskAddress(email),
    answers: answers ?? {}
  }));
}

function asVoter({ structure, type, profession, answers }: GuestLine): Voter {
  return {
    structure: structure || null,
    type: type || null,
    profession: profession.trim() || null,
    answers: new Map(Object.entries(answers).map(([slot, answer]) => [Number(slot), answer]))
  };
}
