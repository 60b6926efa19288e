import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { civilTime, formatHour } from '#shared/dates.ts';
import type { CategoryId, EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import {
  badgesOf,
  EVERY_BADGE,
  type Badge,
  type BadgeChoice,
  type BadgeSource
} from '../../badges.ts';
import { checkinCode } from '../checkin/queries.ts';
import { listRegistrationsById, listRegistrationsOf } from '../places/queries.ts';

/** What the badges of an edition may be chosen by. */
export interface BadgeChoices {
  readonly categories: readonly { readonly id: CategoryId; readonly label: string }[];
  readonly hasSessions: boolean;
  /** When all badges, or all the late ones, were last printed. */
  readonly printedAt: Date | null;
}

export async function readBadgeChoices(db: Executor, event: EventId): Promise<BadgeChoices> {
  const ground = await readGround(db, event);
  const { categories, sessions, printedAt } = ground;
  return { categories, hasSessions: sessions.length > 0, printedAt };
}

/** The badges that a choice keeps, by name. The caller says who may. */
export async function listBadges(
  db: Executor,
  event: Pick<Event, 'id' | 'timeZone'>,
  choice: BadgeChoice,
  tables?: ReadonlyMap<RegistrationId, readonly string[]>
): Promise<Badge[]> {
  const [registrations, ground] = await Promise.all([
    choice.person === 0
      ? listRegistrationsOf(db, event.id)
      : listRegistrationsById(db, [choice.person as RegistrationId]),
    readGround(db, event.id)
  ]);
  const links = new Map(ground.links.map((one) => [one.id, one]));
  const sources = registrations.flatMap((registration): BadgeSource[] => {
    const link = links.get(registration.id);
    if (!link) return [];
    const code = checkinCode(registration.id, link.version);
    return [{ registration, code, changedAt: new Date(link.changedAt) }];
  });
  return badgesOf(sources, choice, {
    categories: ground.categories.map(({ id }) => id),
    photoAsked: ground.photoAsked,
    sessions: new Map(
      ground.sessions.map(({ id, title, startsAt }) => [
        id,
        `${formatHour(civilTime(new Date(startsAt), event.timeZone))} · ${title}`
      ])
    ),
    printedAt: ground.printedAt,
    ...(tables ? { tables } : {})
  });
}

/** The badge of one person; null unless she has a place. */
export async function findBadge(
  db: Executor,
  event: Pick<Event, 'id' | 'timeZone'>,
  registration: RegistrationId,
  tables?: ReadonlyMap<RegistrationId, readonly string[]>
): Promise<Badge | null> {
  const choice = { ...EVERY_BADGE, person: registration };
  return (await listBadges(db, event, choice, tables))[0] ?? null;
}

interface Ground {
  readonly categories: { readonly id: CategoryId; readonly label: string }[];
  readonly sessions: {
    readonly id: ProgrammeSessionId;
    readonly title: string;
    readonly startsAt: string;
  }[];
  readonly photoAsked: boolean;
  readonly printedAt: Date | null;
  readonly links: {
    readonly id: RegistrationId;
    readonly version: number;
    readonly changedAt: string;
  }[];
}

async function readGround(db: Executor, event: EventId): Promise<Ground> {
  const { rows } = await sql<Ground>`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'label', label) order by position, id), '[]')
        from registration_category where event_id = ${event}) as categories,
      (select coalesce(json_agg(json_build_object('id', id, 'title', title, 'startsAt', starts_at)
          order by starts_at, id), '[]')
        from programme_session where event_id = ${event} and chosen) as sessions,
      coalesce((select photo_asked from registration_desk where event_id = ${event}), false) as "photoAsked",
      (select max(at) from audit_entry where action = 'badges.print' and target_kind = 'event'
        and target_id = ${String(event)} and detail ->> 'partial' = 'false') as "printedAt",
      (select coalesce(json_agg(json_build_object('id', id, 'version', link_version, 'changedAt', updated_at)), '[]')
        from registration where event_id = ${event}) as links`.execute(db);
  return rows[0]!;
}
