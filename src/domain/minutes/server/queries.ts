import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, MinutesItemId } from '#shared/ids.ts';
import type { FollowUp } from '../follow-ups.ts';
import type { Minutes, MinutesItem, NextEvent } from '../model.ts';
import { withoutMinutesTexts } from '../model.ts';
import { FOLLOW_UP_COLUMNS, FOLLOW_UP_TABLES } from './follow-ups/queries.ts';
import { hidesMinutesTexts } from './hiding/queries.ts';

const BLANK: Omit<Minutes, 'event' | 'items' | 'followUps'> = {
  ...{ status: 'draft', audience: 'participants', summary: '', summaryStamp: '' },
  ...{ nextMeeting: '', nextEvent: null, nextStamp: '', validatedAt: null, validatedBy: '' },
  ...{ sentAt: null, updatedBy: '', updatedAt: null, textsHidden: false }
};

/** The minutes of an edition with what was written, hidden or not: for who writes them. Blank before the first word. */
export async function readMinutes(db: Executor, event: EventId): Promise<Minutes> {
  const [head, items, followUps] = await Promise.all([
    readHead(db, event),
    readItems(db, event),
    sql<FollowUp>`select ${FOLLOW_UP_COLUMNS} from ${FOLLOW_UP_TABLES}
      where f.event_id = ${event} and f.removed_at is null order by f.position, f.id`.execute(db)
  ]);
  return { ...BLANK, ...head, event, items, followUps: followUps.rows };
}

/** The same as others read them: without the texts that are hidden now. */
export async function readShownMinutes(db: Executor, event: EventId): Promise<Minutes> {
  const minutes = await readMinutes(db, event);
  return minutes.textsHidden ? withoutMinutesTexts(minutes) : minutes;
}

type Head = Omit<Minutes, 'items' | 'followUps' | 'nextEvent'> & {
  nextEvent:
    | (Omit<NextEvent, 'startsAt' | 'endsAt'> & { startsAt: string | null; endsAt: string | null })
    | null;
};

async function readHead(
  db: Executor,
  event: EventId
): Promise<Omit<Minutes, 'items' | 'followUps'> | null> {
  const { rows } = await sql<Head>`
    select m.event_id as event, m.status, m.audience, m.summary, md5(m.summary) as "summaryStamp",
      m.next_meeting as "nextMeeting", md5(m.next_meeting || '#' || coalesce(m.next_event_id, 0)) as "nextStamp",
      case when n.id is not null then json_build_object('id', n.id, 'slug', n.slug, 'title', n.title,
        'startsAt', n.starts_at, 'endsAt', n.ends_at, 'timeZone', n.time_zone) end as "nextEvent",
      m.validated_at as "validatedAt", m.validated_by as "validatedBy", m.sent_at as "sentAt",
      m.updated_by as "updatedBy", m.updated_at as "updatedAt",
      ${hidesMinutesTexts(sql.ref('m.event_id'))} as "textsHidden"
    from minutes m left join event n on n.id = m.next_event_id where m.event_id = ${event}`.execute(
    db
  );
  const [row] = rows;
  if (!row) return null;
  const { nextEvent, ...rest } = row;
  return { ...rest, nextEvent: nextEvent && asNext(nextEvent) };
}

function asNext({ startsAt, endsAt, ...rest }: NonNullable<Head['nextEvent']>): NextEvent {
  return {
    ...rest,
    startsAt: startsAt === null ? null : new Date(startsAt),
    endsAt: endsAt === null ? null : new Date(endsAt)
  };
}

async function readItems(db: Executor, event: EventId): Promise<MinutesItem[]> {
  const rows = await db
    .selectFrom('minutes_item')
    .select(['id', 'kind', 'title', 'body', 'version', 'updated_by', 'updated_at'])
    .where('event_id', '=', event)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(({ id, kind, updated_by, updated_at, ...text }) => ({
    ...text,
    ...{ id: id as MinutesItemId, kind: kind as MinutesItem['kind'] },
    ...{ updatedBy: updated_by, updatedAt: updated_at }
  }));
}

/** The editions of the same network that may be its next date, the nearest first. Who asks manages the edition. */
export async function listPossibleNext(db: Executor, event: EventId): Promise<NextEvent[]> {
  const { rows } = await sql<NextEvent>`
    select n.id, n.slug, n.title, n.starts_at as "startsAt", n.ends_at as "endsAt", n.time_zone as "timeZone"
    from event e join event n on n.territory_id = e.territory_id and n.id <> e.id and n.status <> 'cancelled'
    where e.id = ${event} and (n.starts_at is null or e.starts_at is null or n.starts_at > e.starts_at)
    order by n.starts_at nulls last, n.id limit 50`.execute(db);
  return rows;
}
