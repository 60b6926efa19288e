import type { Database, Executor } from '#server/db/connection.ts';
import type { EventId, ProgrammeSessionId, TerritoryId } from '#shared/ids.ts';

interface EventTraits {
  slug?: string;
  title?: string;
  status?: 'draft' | 'published' | 'cancelled';
  visibility?: 'public' | 'members' | 'link';
  /** ISO instants; null for an edition without a date. */
  startsAt?: string | null;
  endsAt?: string | null;
  capacity?: number | null;
  series?: number;
}

/** Writes an edition, published and public unless told otherwise, in Paris on 18 March 2027 from 9 h to 17 h. */
export async function anEvent(
  db: Executor,
  territory: TerritoryId,
  traits: EventTraits = {}
): Promise<{ id: EventId; slug: string }> {
  const slug = traits.slug ?? `rencontre-${Math.random().toString(36).slice(2, 10)}`;
  const { id } = await db
    .insertInto('event')
    .values({
      territory_id: territory,
      slug,
      title: traits.title ?? 'Rencontre d’essai',
      status: traits.status ?? 'published',
      visibility: traits.visibility ?? 'public',
      starts_at: traits.startsAt === undefined ? '2027-03-18T08:00:00Z' : traits.startsAt,
      ends_at: traits.endsAt === undefined ? '2027-03-18T16:00:00Z' : traits.endsAt,
      capacity: traits.capacity ?? null,
      series_id: traits.series ?? null,
      fictional: true
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id: id as EventId, slug };
}

interface SessionTraits {
  title?: string;
  startsAt?: string;
  endsAt?: string;
  capacity?: number | null;
  /** Whether one chooses it when registering: so unless told otherwise. */
  chosen?: boolean;
}

/** Writes a workshop of an edition, from 10 h to 11 h in Paris unless told otherwise. */
export async function aSession(
  db: Database | Executor,
  event: EventId,
  traits: SessionTraits = {}
): Promise<ProgrammeSessionId> {
  const { id } = await db
    .insertInto('programme_session')
    .values({
      event_id: event,
      kind: 'workshop',
      title: traits.title ?? 'Atelier',
      starts_at: traits.startsAt ?? '2027-03-18T09:00:00Z',
      ends_at: traits.endsAt ?? '2027-03-18T10:00:00Z',
      capacity: traits.capacity ?? null,
      chosen: traits.chosen ?? true
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as ProgrammeSessionId;
}
