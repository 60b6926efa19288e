import type { Actor } from '#domain/identity/model.ts';
import type { Event } from '#domain/events/model.ts';
import { canWelcome } from '#domain/events/rules.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import type { Presence } from '../../attendance.ts';

/** Who is there, or was, entrance by entrance: always from the gestures themselves. For who has been let in already. */
export async function listPresences(executor: Executor, event: EventId): Promise<Presence[]> {
  const rows = await executor
    .selectFrom('attendance')
    .select(['registration_id', 'half_day_id', 'session_id', 'arrived_at'])
    .where('event_id', '=', event)
    .orderBy('arrived_at')
    .orderBy('registration_id')
    .execute();
  return rows.map((row) => ({
    registration: row.registration_id as RegistrationId,
    halfDay: row.half_day_id,
    session: row.session_id as ProgrammeSessionId | null,
    arrivedAt: row.arrived_at!
  }));
}

/** The registrations that came, to whatever entrance: each once. */
export async function listPresent(
  executor: Executor,
  event: EventId
): Promise<Set<RegistrationId>> {
  return new Set((await listPresences(executor, event)).map(({ registration }) => registration));
}

/**
 * An edition for whoever welcomes on the day: its team at the door, and those who manage it.
 * @throws NotFound when she may not know of it. @throws Forbidden when she may read it and no more.
 */
export async function getWelcomedEvent(
  executor: Executor,
  actor: Actor,
  which: EventId | string
): Promise<Event> {
  const slug = typeof which === 'string' ? which : await slugOf(executor, which);
  const event = await getEvent(executor, actor, slug);
  if (!canWelcome(actor, event.place))
    throw new Forbidden('L’accueil de cette rencontre est tenu par d’autres personnes.');
  return event;
}

async function slugOf(executor: Executor, event: EventId): Promise<string> {
  const row = await executor
    .selectFrom('event')
    .select('slug')
    .where('id', '=', event)
    .executeTakeFirst();
  if (!row) throw new NotFound('Cette rencontre n’existe plus.');
  return row.slug;
}
