import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import {
  readEntrance,
  type CheckinMeans,
  type CheckinOutcome,
  type Entrance
} from '../../../attendance.ts';
import { daysOf } from '../../../checkin/days.ts';
import type { DoorEntrance } from '../../../checkin/model.ts';
import { findable, search } from '../../../checkin/search.ts';
import { listDoorEntrances } from '../../checkin/list/queries.ts';
import { STANDING } from '../../signatures/queries.ts';

/** Everything that is entered, on every day of an edition. */
export async function listEntrances(
  executor: Executor,
  event: Pick<Event, 'id' | 'startsAt' | 'endsAt' | 'timeZone'>
): Promise<DoorEntrance[]> {
  const days = daysOf(event, event.timeZone);
  const found = await Promise.all(
    days.map((day) => listDoorEntrances(executor, { event: event.id, day, zone: event.timeZone }))
  );
  return [...new Map(found.flat().map((one) => [one.key, one])).values()];
}

/** One gesture about somebody, as the journal of the door keeps it. */
export interface DoorGesture {
  readonly kind: 'in' | 'out';
  readonly means: CheckinMeans;
  readonly outcome: CheckinOutcome;
  readonly at: Date;
  /** « Entrée nord, téléphone de gauche », or who did it from the pages. */
  readonly by: string;
}

/** Somebody of an edition, and where she stands at an entrance. */
export interface AtEntrance {
  readonly id: RegistrationId;
  readonly first: string;
  readonly last: string;
  readonly structure: string;
  readonly profession: string;
  readonly waiting: boolean;
  readonly isIn: boolean;
  readonly signed: boolean;
  /** All of them, the last first: two telephones that read one code leave two. */
  readonly gestures: readonly DoorGesture[];
}

export interface Asking {
  /** « h12 », « s7 », « all ». */
  readonly entrance: string;
  readonly q: string;
  readonly state: '' | 'here' | 'missing';
  /** From 1. */
  readonly page: number;
}

export const PER_PAGE = 40;

/** Who is there and who is not, at one entrance, by name. For who has been let in already. */
export async function listAtEntrance(
  executor: Executor,
  event: EventId,
  { entrance, q, state, page }: Asking
): Promise<{ people: AtEntrance[]; total: number; here: number; expected: number }> {
  const all = await readAll(executor, event, readEntrance(entrance));
  const own = all.filter(({ isIn }) => state === '' || isIn === (state === 'here'));
  const list = findable(own);
  const found = q ? search(list, q, own.length) : list.map(({ person }) => person);
  return {
    people: found.slice((page - 1) * PER_PAGE, page * PER_PAGE),
    total: found.length,
    here: all.filter(({ isIn }) => isIn).length,
    expected: all.filter(({ waiting }) => !waiting).length
  };
}

type Row = Omit<AtEntrance, 'gestures'> & {
  gestures: (Omit<DoorGesture, 'at'> & { at: string })[];
};

async function readAll(
  executor: Executor,
  event: EventId,
  { halfDay, session }: Entrance
): Promise<AtEntrance[]> {
  const same = sql`half_day_id is not distinct from ${halfDay}::bigint
    and session_id is not distinct from ${session}::bigint`;
  const { rows } = await sql<Row>`
    with gestures as (
      select s.registration_id, json_agg(json_build_object('kind', s.kind, 'means', s.means,
          'outcome', s.outcome, 'at', s.scanned_at,
          'by', coalesce(nullif(s.actor_label, ''), concat_ws(', ', nullif(l.label, ''), nullif(d.name, ''))))
        order by s.scanned_at desc, s.received_at desc, s.nonce desc) as list
      from scan s left join checkin_link l on l.id = s.link_id left join checkin_device d on d.id = s.device_id
      where s.event_id = ${event} and s.registration_id is not null and ${same}
      group by s.registration_id
    )
    select r.id, r.first_name as first, r.last_name as last, coalesce(o.name, r.structure_label) as structure,
      r.profession_label as profession, r.status <> 'confirmed' as waiting,
      coalesce(g.list, '[]') as gestures,
      exists (select from attendance a where a.registration_id = r.id and ${same}) as "isIn",
      exists (select from attendance_signature a where a.registration_id = r.id and ${same}
        and ${STANDING}) as signed
    from registration r
    left join structure o on o.id = r.structure_id
    left join gestures g on g.registration_id = r.id
    where r.event_id = ${event} and r.anonymised_at is null
      and (r.status in ('confirmed', 'waitlisted', 'offered') or g.list is not null)`.execute(
    executor
  );
  return rows.map((row) => ({
    ...row,
    gestures: row.gestures.map((one) => ({ ...one, at: new Date(one.at) }))
  }));
}
