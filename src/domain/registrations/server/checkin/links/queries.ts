import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import type { CheckinLinkId, EventId } from '#shared/ids.ts';
import { linkState, type LinkState } from '../../../checkin/days.ts';

const PURPOSE = 'checkin';

/** The token of a link for volunteers; nothing of it is kept here. */
export function checkinToken(link: CheckinLinkId, version: number): string {
  return writeRowToken(PURPOSE, link, version);
}

/** A link as it is now, found by its token. */
export interface CheckinLink {
  readonly id: CheckinLinkId;
  readonly event: EventId;
  readonly label: string;
  readonly day: string;
  readonly zone: string;
  readonly state: LinkState;
}

/** Null when it is no link of ours, or was made again since; the links of an edition that is not held are over. */
export async function findCheckinLink(
  executor: Executor,
  token: string,
  now: Date
): Promise<CheckinLink | null> {
  const read = readRowToken<CheckinLinkId>(PURPOSE, token);
  if (!read) return null;
  const { rows } = await sql<Row>`
    select l.event_id as event, l.label, l.day::text as day, l.link_version as version, e.time_zone as zone,
      (l.revoked_at is not null or e.status = 'cancelled') as revoked
    from checkin_link l join event e on e.id = l.event_id where l.id = ${read.id}`.execute(
    executor
  );
  const row = rows[0];
  if (!row || !read.isOf(row.version)) return null;
  const { version: _, revoked, ...link } = row;
  return { id: read.id, ...link, state: linkState({ ...link, revoked }, now) };
}

interface Row {
  event: EventId;
  label: string;
  day: string;
  version: number;
  zone: string;
  revoked: boolean;
}

/** A telephone that opened a link. */
export interface Device {
  readonly name: string;
  readonly lastSeenAt: Date;
  /** What it said it still had to send, then. */
  readonly pending: number;
  /** Gestures received from it. */
  readonly gestures: number;
}

/** A link as those who welcome read it. */
export interface ListedLink {
  readonly id: CheckinLinkId;
  readonly label: string;
  readonly day: string;
  readonly state: LinkState;
  readonly revokedAt: Date | null;
  readonly token: string;
  /** In the order they came. */
  readonly devices: readonly Device[];
}

/** The links of an edition, by day, with the telephones that opened them. For who was already let in. */
export async function listCheckinLinks(
  executor: Executor,
  { id, timeZone, status }: Pick<Event, 'id' | 'timeZone' | 'status'>,
  now: Date
): Promise<ListedLink[]> {
  const { rows } = await sql<ListedRow>`
    select l.id, l.label, l.day::text as day, l.link_version as version, l.revoked_at as "revokedAt",
      (select coalesce(json_agg(json_build_object('name', d.name, 'lastSeenAt', d.last_seen_at,
          'pending', d.pending, 'gestures', (select count(*) from scan s where s.device_id = d.id))
          order by d.first_seen_at, d.id), '[]')
        from checkin_device d where d.link_id = l.id) as devices
    from checkin_link l where l.event_id = ${id} order by l.day, l.id`.execute(executor);
  return rows.map(({ version, devices, ...link }) => {
    const revoked = link.revokedAt !== null || status === 'cancelled';
    return {
      ...link,
      token: checkinToken(link.id, version),
      state: linkState({ day: link.day, zone: timeZone, revoked }, now),
      devices: devices.map((one) => ({ ...one, lastSeenAt: new Date(one.lastSeenAt) }))
    };
  });
}

type ListedRow = Omit<ListedLink, 'token' | 'state' | 'devices'> & {
  version: number;
  devices: (Omit<Device, 'lastSeenAt'> & { lastSeenAt: string })[];
};
