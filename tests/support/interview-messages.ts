import type { Actor } from '#domain/identity/model.ts';
import {
  bookInterview,
  cancelInterview
} from '#domain/registrations/server/interviews/commands.ts';
import {
  removeOwnSlot,
  saveHosting
} from '#domain/registrations/server/interviews/hosting/commands.ts';
import {
  nameHost,
  offerSlotsFor
} from '#domain/registrations/server/interviews/organiser/commands.ts';
import {
  findInterviews,
  listInterviewHosts
} from '#domain/registrations/server/interviews/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { civilTime } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';
import { anAttendee, openInterviews } from '../factories/interviews.ts';

const DAY = 86_400_000;
const MAILBOX = { domain: 'reseau.internal' };
const DOCTOR = { ...MAILBOX, profession: 'R356-90' } as const;

/** Somebody gives moments: one is booked and stays, one is given up, one is taken back; somebody else is named. */
export async function interviewMessages(
  db: Database,
  animator: Actor,
  territory: TerritoryId
): Promise<void> {
  const now = new Date();
  const day = new Date(now.getTime() + 60 * DAY).toISOString().slice(0, 10);
  const startsAt = new Date(`${day}T08:00:00Z`);
  const dates = { startsAt: startsAt.toISOString(), endsAt: inHours(startsAt, 8) };
  const { id } = await anEvent(db, territory, dates);
  await openInterviews(db, id);
  const host = await anAttendee(db, id, 'ada', DOCTOR);
  const from = civilTime(startsAt, 'Europe/Paris');
  const until = civilTime(new Date(inHours(startsAt, 3)), 'Europe/Paris').slice(11, 16);
  const range = { day: from.slice(0, 10), from: from.slice(11, 16), until };
  const card = { place: 'Hall, table 4', description: '' };
  await saveHosting(db, host.token, { card, range }, { reread: false, now });
  const { slots } = (await findInterviews(db, host.token, now))!.own!;
  for (const [at, name] of ['luc', 'zoe', 'max'].entries()) {
    const { token } = await anAttendee(db, id, name, MAILBOX);
    const slot = slots[at]!.id;
    await bookInterview(db, token, slot, { now });
    if (name === 'zoe') await cancelInterview(db, token, slot, { now });
    if (name === 'max') await removeOwnSlot(db, host.token, { slot, evenTaken: true }, { now });
  }
  const named = await anAttendee(db, id, 'eve', DOCTOR);
  const more = { profession: '', structure: '', place: 'Hall', description: '' };
  const input = { name: 'Ève Essai', email: named.email, ...more };
  const made = await nameHost(db, animator, id, input, { reread: false });
  if (!made.ok) throw new Error(made.reason);
  await offerSlotsFor(db, animator, id, { host: made.host, range }, { now });
  // Not registered: her messages lead to a page of her own.
  const outside = { name: 'Dre Hors Liste', email: 'hors-liste@reseau.internal', ...more };
  const other = await nameHost(db, animator, id, outside, { reread: false });
  if (!other.ok) throw new Error(other.reason);
  await offerSlotsFor(db, animator, id, { host: other.host, range }, { now });
  const board = await listInterviewHosts(db, id);
  const { slots: hers } = board.find((one) => one.id === other.host)!;
  const { token } = await anAttendee(db, id, 'lou', MAILBOX);
  await bookInterview(db, token, hers[4]!.id, { now });
}

function inHours(instant: Date, hours: number): string {
  return new Date(instant.getTime() + hours * 3_600_000).toISOString();
}
