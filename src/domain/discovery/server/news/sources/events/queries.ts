import { sql } from 'kysely';
import type { EventSummary } from '#domain/events/model.ts';
import { listFindable } from '#domain/events/server/listing/queries.ts';
import { placeOf, whenOf } from '#domain/events/wording.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import { whyOf, type Interests, type NewsItem, type Subject } from '../../../../news.ts';
import { territoriesOf, type Span } from '../../subjects/queries.ts';

/** Rencontres that were announced or cancelled, and are still to come. */
export async function listEventNews(
  db: Executor,
  actor: PersonActor,
  interests: Interests,
  { since, until }: Span
): Promise<NewsItem[]> {
  const { rows } = await sql<{ id: EventId; at: Date }>`
    select id, greatest(published_at, cancelled_at) as at from event
    where (territory_id = any(${territoriesOf(interests)}::bigint[]) or id = any(${followed(interests)}::bigint[]))
      and greatest(published_at, cancelled_at) > ${since} and greatest(published_at, cancelled_at) <= ${until}
      and (ends_at is null or ends_at > ${until})
    order by 2 desc limit 50`.execute(db);
  return listOf(db, actor, interests, rows, (event) => ({
    ...{ key: `event:${event.id}`, kind: 'event', href: `/rencontres/${event.slug}` },
    text: [event.status === 'cancelled' ? 'Annulée' : '', sayWhen(event), placeOf(event)]
      .filter(Boolean)
      .join(' · ')
  }));
}

/** Comptes rendus that were published, of rencontres that she may read as a member or as anybody. */
export async function listMinutesNews(
  db: Executor,
  actor: PersonActor,
  interests: Interests,
  { since, until }: Span
): Promise<NewsItem[]> {
  const { rows } = await sql<{ id: EventId; at: Date; audience: string }>`
    select e.id, m.validated_at as at, m.audience from minutes m join event e on e.id = m.event_id
    where (e.territory_id = any(${territoriesOf(interests)}::bigint[]) or e.id = any(${followed(interests)}::bigint[]))
      and m.status = 'validated' and m.validated_at > ${since} and m.validated_at <= ${until}
    order by 2 desc limit 50`.execute(db);
  const audiences = new Map(rows.map(({ id, audience }) => [id, audience]));
  const mayRead = ({ id, territory }: EventSummary) =>
    audiences.get(id) === 'public' ||
    (audiences.get(id) === 'members' && isMemberOf(actor, territory.id));
  return listOf(db, actor, interests, rows, (event) =>
    mayRead(event)
      ? {
          ...{ key: `minutes:${event.id}`, kind: 'minutes', text: sayWhen(event) },
          href: `/rencontres/${event.slug}/compte-rendu`
        }
      : null
  );
}

function sayWhen({ startsAt, endsAt, timeZone }: EventSummary): string {
  return startsAt && endsAt
    ? whenOf({ startsAt: new Date(startsAt), endsAt: new Date(endsAt), timeZone })
    : 'date à venir';
}

const followed = ({ follows }: Interests) =>
  follows.filter(({ target, muted }) => target === 'event' && !muted).map(({ key }) => Number(key));

type Written = Pick<NewsItem, 'key' | 'kind' | 'href' | 'text'>;

async function listOf(
  db: Executor,
  actor: PersonActor,
  interests: Interests,
  found: readonly { readonly id: EventId; readonly at: Date }[],
  write: (event: EventSummary) => Written | null
): Promise<NewsItem[]> {
  const at = new Map(found.map((one) => [one.id, new Date(one.at)]));
  const events = await listFindable(db, actor, { events: [...at.keys()], series: [] });
  return events.flatMap((event) => {
    const reason = whyOf(subjectOf(event), interests);
    const written = reason && write(event);
    if (!reason || !written) return [];
    return [
      { ...written, title: event.title, at: at.get(event.id)!, territory: event.territory, reason }
    ];
  });
}

/** A rencontre is for all its network. */
function subjectOf({ id, territory }: EventSummary): Subject {
  return {
    self: { target: 'event', key: String(id) },
    ...{ territory: territory.id, structures: [], themes: [], ground: { kind: 'whole' } }
  };
}
