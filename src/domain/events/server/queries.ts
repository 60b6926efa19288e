import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { togetherOn } from '#server/db/together.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import type { Event } from '../model.ts';
import { withoutEventTexts } from '../withheld.ts';
import { hidesEventTexts } from './withheld/queries.ts';
import { canManageEvent, canReadEvent, isInTeam } from '../rules.ts';

const NO_SUCH_EVENT = 'Cette rencontre n’existe pas, ou n’est pas encore publiée.';

/**
 * An edition as an actor may read it; the address of an online meeting is left out unless she is of its team.
 * @throws NotFound when there is none, or none she may read: a draft does not tell that it exists.
 */
export async function getEvent(db: Executor, actor: Actor, slug: string): Promise<Event> {
  const event = await findEvent(db, { slug });
  if (!event || !canReadEvent(actor, event.place)) throw new NotFound(NO_SUCH_EVENT);
  if (isInTeam(actor, event.place)) return asShown(event);
  return { ...asShown(event), venue: { ...event.venue, onlineUrl: '' } };
}

/**
 * An edition for whoever manages it. Commands and pages of management begin with this one.
 * @throws NotFound when she may not read it. @throws Forbidden when she may read it and no more.
 */
export async function getManagedEvent(db: Executor, actor: Actor, slug: string): Promise<Event> {
  const event = await findEvent(db, { slug });
  if (!event || !canReadEvent(actor, event.place)) throw new NotFound(NO_SUCH_EVENT);
  if (!canManageEvent(actor, event.place)) throw new Forbidden(NOT_YOURS);
  return event;
}

/** The same by identifier, for commands. */
export async function getManagedEventById(db: Executor, actor: Actor, id: EventId): Promise<Event> {
  const event = await findEvent(db, { id });
  if (!event || !canReadEvent(actor, event.place)) throw new NotFound(NO_SUCH_EVENT);
  if (!canManageEvent(actor, event.place)) throw new Forbidden(NOT_YOURS);
  return event;
}

const NOT_YOURS = 'Cette rencontre est organisée par d’autres personnes.';

/** An edition whole, whoever asks: for what has already been decided (a job, a link « ma place »). */
export async function findEventById(db: Executor, id: EventId): Promise<Event | null> {
  const event = await findEvent(db, { id });
  return event && asShown(event);
}

/** What is withheld is shown to nobody but those who manage the edition, where they write it again. */
function asShown(event: Event): Event {
  return event.textsHidden ? withoutEventTexts(event) : event;
}

type Row = Omit<Event, 'place' | 'halfDays'> & {
  team: Event['place']['team'];
  halfDays: { id: number; label: string; startsAt: string; endsAt: string }[];
};

type Which = { readonly slug: string } | { readonly id: EventId };

/** Many open the same edition at once: on the day its registrations open, or when its message has just left. */
function findEvent(db: Executor, which: Which): Promise<Event | null> {
  if (db.isTransaction) return readEvent(db, which);
  const key = 'slug' in which ? `event:${which.slug}` : `event#${which.id}`;
  return togetherOn(db, key, () => readEvent(db, which));
}

async function readEvent(db: Executor, which: Which): Promise<Event | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS}
    from event e
    join territory t on t.id = e.territory_id
    left join event_series s on s.id = e.series_id
    left join commune c on c.code = e.venue_commune_code
    left join structure o on o.id = e.organiser_id
    where ${'slug' in which ? sql`e.slug = ${which.slug}` : sql`e.id = ${which.id}`}`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { team, halfDays, ...event } = row;
  return {
    ...event,
    place: {
      id: event.id,
      territory: event.territory.id,
      status: event.status,
      visibility: event.visibility,
      team
    },
    halfDays: halfDays.map((one) => ({
      ...one,
      startsAt: new Date(one.startsAt),
      endsAt: new Date(one.endsAt)
    }))
  };
}

const COLUMNS = sql`e.id, e.slug, e.kind, e.title, e.summary, e.status, e.visibility, e.fictional,
    e.starts_at as "startsAt", e.ends_at as "endsAt", e.time_zone as "timeZone",
    json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'nameWithDe', t.name_with_de) as territory,
    case when s.id is not null then json_build_object('id', s.id, 'slug', s.slug, 'title', s.title) end as series,
    e.venue_name as "venueName", coalesce(c.name, '') as "communeName",
    e.description, e.intended_for as "intendedFor",
    case when o.id is not null then json_build_object('id', o.id, 'slug', o.slug, 'name', o.name) end as organiser,
    e.contact_name as "contactName", e.contact_phone as "contactPhone",
    json_build_object('name', e.venue_name, 'address', e.venue_address, 'postalCode', e.venue_postal_code,
      'commune', case when c.code is not null then json_build_object('code', c.code, 'name', c.name) end,
      'onlineUrl', e.online_url) as venue,
    json_build_object('walk', e.access_walk, 'bus', e.access_bus, 'car', e.access_car,
      'reducedMobility', e.access_reduced_mobility) as access,
    e.lodging, e.capacity, e.declared_participants as "declaredParticipants",
    e.declared_source as "declaredSource", e.copied_from as "copiedFrom",
    e.calendar_sequence as "calendarSequence", e.cancelled_at as "cancelledAt",
    e.cancel_reason as "cancelReason", e.updated_at as "updatedAt", e.version,
    ${hidesEventTexts(sql.ref('e.id'))} as "textsHidden",
    (select coalesce(json_agg(json_build_object('person', m.person_id, 'role', m.role,
        'session', m.session_id, 'partner', m.partner_id) order by m.id), '[]')
      from event_team_member m where m.event_id = e.id) as team,
    (select coalesce(json_agg(json_build_object('id', h.id, 'label', h.label,
        'startsAt', h.starts_at, 'endsAt', h.ends_at) order by h.starts_at, h.id), '[]')
      from event_half_day h where h.event_id = e.id) as "halfDays"`;
