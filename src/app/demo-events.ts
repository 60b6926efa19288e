import { addSlots } from '#domain/events/server/poll/slots/commands.ts';
import { answerPoll } from '#domain/events/server/poll/answers/commands.ts';
import { openPoll } from '#domain/events/server/poll/commands.ts';
import { inviteGuests } from '#domain/events/server/poll/guests/commands.ts';
import { pollLink } from '#domain/events/server/poll/guests/queries.ts';
import { findPoll } from '#domain/events/server/poll/queries.ts';
import { createPartner } from '#domain/events/server/partners/commands.ts';
import { publishEvent } from '#domain/events/server/commands.ts';
import { ANSWERS, type Answer } from '#domain/events/poll.ts';
import type { PartnerRole } from '#domain/events/partners.ts';
import { operator } from '#domain/identity/model.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { addDays, civilTime } from '#shared/dates.ts';
import type { EventId, PollGuestId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import file from '../../demo/events.json' with { type: 'json' };
import { writeEdition } from './demo-edition.ts';
import { loadNetwork } from './demo-network.ts';
import { loadYearly } from './demo-yearly.ts';

const DEMONSTRATION = operator('démonstration');
const ZONE = 'Europe/Paris';

/**
 * Loads the rencontres of the demonstration: one of the Pays de Brest, as it is publicly told; in the fictional
 * network, one whose date is being chosen, a yearly day with three past editions and one open to registration, and one of
 * last spring with what it changed of who knows whom. Does nothing where there are rencontres already, or without the territories.
 * @param now - what dates count from: the next edition is always to come.
 * @returns how many editions.
 */
export function loadEvents(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const present = await tx.selectFrom('event').select('id').limit(1).executeTakeFirst();
    const territories = await listTerritories(tx);
    const territory = (slug: string) => territories.find((one) => one.slug === slug);
    const [brest, network] = [territory(file.held.territory), territory(file.asked.territory)];
    if (present || !brest || !network) return 0;
    await loadHeld(tx, brest, now);
    await loadAsked(tx, network, now);
    const days = await loadYearly(tx, network, now);
    return 2 + days + (await loadNetwork(tx, network, now));
  });
}

/** Tells what was loaded. */
export async function loadDemonstrationEvents(
  db: Database,
  say: (message: string) => void,
  now: Date = new Date()
): Promise<number> {
  const count = await loadEvents(db, now);
  if (count > 0) say(`Rencontres de démonstration : ${plural(count, 'édition')}`);
  return count;
}

async function loadHeld(tx: Tx, territory: Territory, now: Date): Promise<void> {
  const { held } = file;
  const id = await writeEdition(
    tx,
    {
      territory,
      ...{ title: held.title, kind: 'meeting', series: null, alreadyHeld: true, fictional: false },
      when: { start: held.start, end: held.end },
      organiser: held.organiser,
      said: {
        summary: held.summary,
        description: held.description,
        intendedFor: held.intendedFor,
        venue: { commune: held.commune },
        declaredParticipants: held.declaredParticipants,
        declaredSource: held.declaredSource
      }
    },
    now
  );
  for (const { name, role } of held.partners)
    await createPartner(tx, DEMONSTRATION, id, { name, role: role as PartnerRole, structure: '' });
  await publishEvent(tx, DEMONSTRATION, id, now);
}

async function loadAsked(tx: Tx, territory: Territory, now: Date): Promise<void> {
  const { asked } = file;
  const id = await writeEdition(
    tx,
    {
      territory,
      ...{ title: asked.title, kind: 'meeting', series: null, when: null, fictional: true },
      organiser: asked.organiser,
      said: {
        summary: asked.summary,
        description: asked.description,
        intendedFor: asked.intendedFor,
        venue: { ...asked.venue, commune: asked.commune }
      }
    },
    now
  );
  const today = civilTime(now, ZONE).slice(0, 10);
  const slots = proposedDays(today).map((day) => ({ start: `${day}T09:00`, end: `${day}T12:00` }));
  await addSlots(tx, DEMONSTRATION, id, slots, now);
  const choice = { members: true, types: [], pasted: asked.guests };
  await inviteGuests(tx, DEMONSTRATION, id, choice, now);
  const input = { message: asked.message, closesOn: addDays(today, 30), tallyShown: true };
  const opened = await openPoll(tx, DEMONSTRATION, id, { input, reread: true }, now);
  if (!opened.ok) throw new Error(`demonstration: ${opened.reason}`);
  await answer(tx, id, now);
}

/** Five Thursdays and a Tuesday, from five weeks ahead. */
function proposedDays(today: string): string[] {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  const thursday = addDays(today, 35 + ((11 - weekday) % 7));
  const thursdays = [0, 7, 14, 21, 28].map((days) => addDays(thursday, days));
  return [...thursdays, addDays(thursday, 12)];
}

/** Two of three answer, each in her own way; the third Thursday suits best. */
async function answer(tx: Tx, event: EventId, now: Date): Promise<void> {
  const poll = (await findPoll(tx, event))!;
  const guests = await tx
    .selectFrom('date_poll_guest')
    .select(['id', 'link_version'])
    .where('poll_id', '=', poll.id)
    .orderBy('id')
    .execute();
  for (const [turn, guest] of guests.entries()) {
    if (turn % 3 === 2) continue;
    const answers = new Map<number, Answer>(
      poll.slots.map(({ id }, at) => [id, at === 2 && turn % 5 !== 4 ? 'yes' : pick(turn, at)])
    );
    const comment = file.asked.comments[turn % file.asked.comments.length]!;
    const token = pollLink(guest.id as PollGuestId, guest.link_version)
      .split('/')
      .at(-1)!;
    await answerPoll(tx, token, { answers, comment, reread: true }, now);
  }
}

function pick(turn: number, at: number): Answer {
  return ANSWERS[(turn * 7 + at * 5 + ((turn * at) % 3)) % ANSWERS.length]!;
}
