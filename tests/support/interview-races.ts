import {
  bookInterview,
  cancelInterview
} from '#domain/registrations/server/interviews/commands.ts';
import { removeOwnSlot } from '#domain/registrations/server/interviews/hosting/commands.ts';
import { cancelRegistration } from '#domain/registrations/server/places/holder/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, InterviewSlotId, TerritoryId } from '#shared/ids.ts';
import { sql } from 'kysely';
import { anEvent } from '../factories/events.ts';
import { aHost, anAttendee, openInterviews } from '../factories/interviews.ts';
import type { drawing } from './place-races.ts';

type Draw = ReturnType<typeof drawing>;

/** What is fought over: three hosts who give the same four quarters of an hour, and ten internes. */
export interface Fair {
  readonly event: EventId;
  readonly slots: readonly InterviewSlotId[];
  /** Links of those who book. */
  readonly trainees: readonly string[];
  /** Of those who give. */
  readonly hosts: readonly string[];
}

export const MOST = 2;
const TRAINEES = 10;

export async function aFair(db: Database, territory: TerritoryId, hosts = 3): Promise<Fair> {
  const { id: event } = await anEvent(db, territory);
  await openInterviews(db, event, { most: MOST });
  const fair = { slots: [] as InterviewSlotId[], hosts: [] as string[], trainees: [] as string[] };
  for (let at = 0; at < hosts; at++) {
    const doctor = await anAttendee(db, event, `Hote${at}`, { profession: 'R356-90' });
    const { slots } = await aHost(db, event, 4, { registration: doctor.id });
    fair.slots.push(...slots);
    fair.hosts.push(doctor.token);
  }
  for (let at = 0; at < TRAINEES; at++)
    fair.trainees.push((await anAttendee(db, event, `Interne${at}`)).token);
  return { event, ...fair };
}

function choose<T>(draw: Draw, from: readonly T[]): T {
  return from[draw(from.length)]!;
}

/** Several gestures at once, each on connections of its own: book, give up, take back, leave altogether. */
export async function raceInterviews(
  servers: readonly Database[],
  fair: Fair,
  draw: Draw,
  now: Date
): Promise<void> {
  const acts = Array.from({ length: 6 + draw(8) }, () => {
    const [gesture, slot] = [draw(20), choose(draw, fair.slots)];
    const [trainee, host] = [choose(draw, fair.trainees), choose(draw, fair.hosts)];
    if (gesture === 0) return (db: Database) => cancelRegistration(db, trainee, { now });
    if (gesture === 1)
      return (db: Database) => removeOwnSlot(db, host, { slot, evenTaken: true }, { now });
    if (gesture < 6) return (db: Database) => cancelInterview(db, trainee, slot, { now });
    return (db: Database) => bookInterview(db, trainee, slot, { now });
  });
  await Promise.all(acts.map((act, at) => act(servers[at % servers.length]!)));
}

/** What must hold whenever nothing is under way. @returns what does not. */
export async function listInterviewBreaches(db: Database, { event }: Fair): Promise<string[]> {
  const { rows } = await sql<{ what: string }>`
    with booked as (
      select s.*, r.status from interview_slot s join interview_host h on h.id = s.host_id
      join registration r on r.id = s.registration_id where h.event_id = ${event}
    )
    select 'two at once: ' || a.registration_id as what from booked a join booked b
      on a.registration_id = b.registration_id and a.id < b.id
      and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
    union all select 'too many: ' || registration_id from booked
      group by registration_id having count(*) > ${MOST}
    union all select 'twice with a host: ' || registration_id from booked
      group by registration_id, host_id having count(*) > 1
    union all select 'held by who left: ' || registration_id from booked where status <> 'confirmed'`.execute(
    db
  );
  return rows.map(({ what }) => what);
}
