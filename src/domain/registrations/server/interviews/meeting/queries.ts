import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { InterviewHostId, InterviewSlotId, RegistrationId } from '#shared/ids.ts';
import { registrationLink } from '../../links/queries.ts';
import type { Meeting } from '../mails.ts';
import { hostLink } from '../named/queries.ts';

/** An interview that is booked, with what is written to both. */
export interface BookedMeeting extends Meeting {
  readonly slot: InterviewSlotId;
  readonly hostRegistration: RegistrationId | null;
  readonly traineeRegistration: RegistrationId;
  /** Null: nobody gave an address, nothing is written. */
  readonly traineeMailbox: string | null;
}

interface Row {
  slot: InterviewSlotId;
  startsAt: Date;
  endsAt: Date;
  place: string;
  title: string;
  timeZone: string;
  slug: string;
  host: { name: string; profession: string; structure: string; mailbox: string };
  hostRegistration: RegistrationId | null;
  hostVersion: number;
  hostId: InterviewHostId;
  trainee: { name: string; profession: string; structure: string; mailbox: string | null };
  traineeRegistration: RegistrationId;
  traineeVersion: number;
}

/** The booked interviews among these slots, of these hosts, or of this registration. */
export async function listMeetings(
  tx: Tx,
  of:
    { slot: InterviewSlotId } | { hosts: readonly InterviewHostId[] } | { trainee: RegistrationId }
): Promise<BookedMeeting[]> {
  const { rows } = await sql<Row>`
    select s.id as slot, s.starts_at as "startsAt", s.ends_at as "endsAt", h.place, e.title,
      e.time_zone as "timeZone", e.slug,
      json_build_object('name', h.name, 'mailbox', h.email,
        'profession', coalesce(nullif(h.profession_label, ''), r.profession_label, ''),
        'structure', coalesce(hs.name, nullif(h.structure_label, ''), rs.name, r.structure_label, '')) as host,
      h.id as "hostId", r.id as "hostRegistration", coalesce(r.link_version, h.link_version) as "hostVersion",
      json_build_object('name', trim(t.first_name || ' ' || t.last_name), 'mailbox', coalesce(t.email, g.email),
        'profession', t.profession_label, 'structure', coalesce(ts.name, t.structure_label)) as trainee,
      t.id as "traineeRegistration", t.link_version as "traineeVersion"
    from interview_slot s
    join interview_host h on h.id = s.host_id
    join event e on e.id = h.event_id
    join registration t on t.id = s.registration_id
    left join registration_group g on g.id = t.group_id
    left join structure ts on ts.id = t.structure_id
    left join structure hs on hs.id = h.structure_id
    left join registration r on r.id = h.registration_id
    left join structure rs on rs.id = r.structure_id
    where ${which(of)} order by s.id`.execute(tx);
  return rows.map(asMeeting);
}

function which(of: Parameters<typeof listMeetings>[1]): RawBuilder<boolean> {
  if ('slot' in of) return sql<boolean>`s.id = ${of.slot}`;
  if ('hosts' in of) return sql<boolean>`s.host_id = any(${of.hosts}::bigint[])`;
  return sql<boolean>`s.registration_id = ${of.trainee}`;
}

function asMeeting(row: Row): BookedMeeting {
  const { hostRegistration, traineeRegistration, host, trainee } = row;
  const page = (id: RegistrationId, version: number) =>
    `${registrationLink(id, version)}/entretiens`;
  return {
    event: { title: row.title, timeZone: row.timeZone, slug: row.slug },
    ...{ slot: row.slot, startsAt: row.startsAt, endsAt: row.endsAt, place: row.place },
    ...{ hostRegistration, traineeRegistration, traineeMailbox: trainee.mailbox },
    host: {
      ...host,
      link:
        hostRegistration === null
          ? hostLink(row.hostId, row.hostVersion)
          : page(hostRegistration, row.hostVersion)
    },
    trainee: {
      ...trainee,
      mailbox: trainee.mailbox ?? '',
      link: page(traineeRegistration, row.traineeVersion)
    }
  };
}
