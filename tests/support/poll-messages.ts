import { closePoll } from '#domain/events/server/poll/commands.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { addDays, civilTime } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';
import { anOpenPoll } from '../factories/polls.ts';

/** Somebody is asked when she could come; another poll has kept its date. */
export async function pollMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const now = new Date();
  const today = civilTime(now, 'Europe/Paris').slice(0, 10);
  const slots = [60, 67].map((days) => ({
    start: `${addDays(today, days)}T09:00`,
    end: `${addDays(today, days)}T12:00`
  }));
  const traits = { slots, closesOn: addDays(today, 30), now };
  const without = { startsAt: null, endsAt: null };
  const asked = await anEvent(db, territory, { ...without, slug: 'date-a-choisir' });
  await anOpenPoll(db, animator, asked.id, { ...traits, guests: ['asked@reseau.internal'] });
  const kept = await anEvent(db, territory, { ...without, slug: 'date-choisie' });
  const poll = await anOpenPoll(db, animator, kept.id, {
    ...{ ...traits, guests: ['told@reseau.internal'] }
  });
  await closePoll(db, animator, kept.id, poll.slots[0]!.id, now);
}
