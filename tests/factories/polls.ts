import type { PersonActor } from '#domain/identity/model.ts';
import { openPoll } from '#domain/events/server/poll/commands.ts';
import { inviteGuests } from '#domain/events/server/poll/guests/commands.ts';
import { pollLink } from '#domain/events/server/poll/guests/queries.ts';
import { findPoll } from '#domain/events/server/poll/queries.ts';
import { addSlots } from '#domain/events/server/poll/slots/commands.ts';
import type { CivilWhen } from '#domain/events/edition.ts';
import type { Poll } from '#domain/events/poll.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, PollGuestId } from '#shared/ids.ts';

/** Four Thursday mornings of March 2027. */
export const FOUR_MORNINGS = ['04', '11', '18', '25'].map((day) => ({
  start: `2027-03-${day}T09:00`,
  end: `2027-03-${day}T12:30`
}));

interface Traits {
  /** Addresses to ask. */
  guests?: readonly string[];
  closesOn?: string;
  slots?: readonly CivilWhen[];
  tallyShown?: boolean;
  now?: Date;
}

export const POLL_NOW = new Date('2027-02-01T08:00:00Z');

/** Opens a poll with these guests: of four mornings, on 1 February 2027, unless told otherwise. */
export async function anOpenPoll(
  db: Database,
  actor: PersonActor,
  event: EventId,
  traits: Traits = {}
): Promise<Poll> {
  const { guests = ['a@exemple.test'], closesOn = '2027-02-25', now = POLL_NOW } = traits;
  await addSlots(db, actor, event, traits.slots ?? FOUR_MORNINGS, now);
  const pasted = guests.map((email) => ({ email, name: '' }));
  await inviteGuests(db, actor, event, { members: false, types: [], pasted }, now);
  const input = { message: '', closesOn, tallyShown: traits.tallyShown ?? false };
  const opened = await openPoll(db, actor, event, { input }, now);
  if (!opened.ok) throw new Error(opened.reason);
  return (await findPoll(db, event))!;
}

/** The token of a guest's link. */
export async function pollToken(db: Database, poll: number, email: string): Promise<string> {
  const guest = await db
    .selectFrom('date_poll_guest')
    .select(['id', 'link_version'])
    .where('poll_id', '=', poll)
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  return pollLink(guest.id as PollGuestId, guest.link_version)
    .split('/')
    .at(-1)!;
}
