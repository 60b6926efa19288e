import { publishEvent } from '#domain/events/server/commands.ts';
import { operator } from '#domain/identity/model.ts';
import { waveInput } from '#domain/network/forms.ts';
import {
  dismissIntroduction,
  markMade,
  planIntroduction
} from '#domain/network/server/introductions/commands.ts';
import { listIntroductions } from '#domain/network/server/introductions/queries.ts';
import {
  answerWave,
  closeWave,
  createWave,
  openWave
} from '#domain/network/server/waves/commands.ts';
import { readWaveNetwork } from '#domain/network/server/waves/queries.ts';
import { readProfession } from '#domain/registrations/profession.ts';
import { splitName } from '#domain/registrations/registrant.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import { listRegistrationsOf } from '#domain/registrations/server/places/queries.ts';
import {
  enrolRegistrations,
  enterPresences
} from '#domain/registrations/server/roster/commands.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Tx } from '#server/db/connection.ts';
import { addDays, civilTime, instantOf, yearOf } from '#shared/dates.ts';
import type { EventId, StructureId, TerritoryId } from '#shared/ids.ts';
import file from '../../demo/network.json' with { type: 'json' };
import { inventAnswers, type Chapter } from './demo-acquaintances.ts';
import { writeEdition } from './demo-edition.ts';
import { loadTables } from './demo-tables.ts';
import { demonstrationPeople } from './demo-people.ts';

const DEMONSTRATION = operator('démonstration');
const ZONE = 'Europe/Paris';
const CAST = {
  present: new Set(file.participants.map(({ structure }) => structure)),
  alone: file.alone
};
const DAY_MS = 86_400_000;

/**
 * A rencontre of seventeen coordinations, held last spring, with its tables; a wave of interconnaissance before it, one
 * after, and one that is open; introductions planned for the next edition. Nobody is written to.
 * @returns how many editions.
 */
export async function loadNetwork(tx: Tx, territory: Territory, now: Date): Promise<number> {
  const day = lastSpring(civilTime(now, ZONE).slice(0, 10));
  const event = await writeRencontre(tx, territory, day, now);
  await seatParticipants(tx, event, day);
  await loadTables(tx, event, day);
  const next = await findNext(tx, territory.id, now);
  const at = (days: number, hour: string) => instantOf(`${addDays(day, days)}T${hour}`, ZONE);
  await hold(tx, territory.id, 'before', {
    ...{ event, moment: 'before' as const, opensAt: at(-28, '09:00'), closesAt: at(-4, '18:00') }
  });
  await hold(tx, territory.id, 'after', {
    ...{ event, moment: 'after' as const, opensAt: at(42, '09:00'), closesAt: at(63, '18:00') }
  });
  await hold(tx, territory.id, 'now', {
    ...{ event: next, moment: next && ('before' as const), closesAt: null },
    opensAt: new Date(now.getTime() - 6 * DAY_MS)
  });
  if (next) await introduce(tx, territory.id, next, now);
  return 1;
}

/** The second Tuesday of the last May that leaves two waves the time to be held, from a civil day. */
export function lastSpring(today: string): string {
  const year = yearOf(today) - (today.slice(5) < '08-15' ? 1 : 0);
  const weekday = new Date(Date.UTC(year, 4, 1)).getUTCDay();
  return addDays(`${year}-05-01`, ((9 - weekday) % 7) + 7);
}

async function writeRencontre(
  tx: Tx,
  territory: Territory,
  day: string,
  now: Date
): Promise<EventId> {
  const { hours, organiser, title, summary, description, intendedFor, venue, commune } = file;
  const id = await writeEdition(
    tx,
    {
      ...{ territory, organiser, kind: 'meeting', series: null, fictional: true },
      ...{ title: `${title} ${day.slice(0, 4)}`, alreadyHeld: true },
      when: { start: `${day}T${hours.start}`, end: `${day}T${hours.end}` },
      said: { summary, description, intendedFor, venue: { ...venue, commune } }
    },
    now
  );
  await publishEvent(tx, DEMONSTRATION, id, now);
  return id;
}

/** The seventeen register, one after another, and all come. */
async function seatParticipants(tx: Tx, event: EventId, day: string): Promise<void> {
  const { halfDays } = await getDeskForm(tx, event);
  const structures = await tx
    .selectFrom('structure')
    .select(['id', 'slug'])
    .where('slug', 'in', [...CAST.present])
    .execute();
  const people = new Map(demonstrationPeople().people.map((one) => [one.email, one]));
  const requests = file.participants.map(({ email, structure }) => {
    const { name, profession } = people.get(email)!;
    const { code, label } = readProfession(profession);
    return {
      ...{ email, ...splitName(name), professionCode: code, professionLabel: label },
      structure: (structures.find(({ slug }) => slug === structure)?.id ??
        null) as StructureId | null,
      ...{ structureLabel: '', commune: null, category: null, sessions: [], halfDays },
      ...{ meal: '', access: '', answers: [], listConsent: true, photoConsent: true },
      ...{ inviteConsent: true, relay: null, requestKey: null }
    };
  });
  const began = instantOf(`${addDays(day, -40)}T10:00`, ZONE).getTime();
  await enrolRegistrations(
    tx,
    DEMONSTRATION,
    event,
    requests.map((request, at) => ({ request, at: new Date(began + at * 1.7 * DAY_MS) }))
  );
  const doors = instantOf(`${day}T${file.hours.start}`, ZONE).getTime();
  const entries = (await listRegistrationsOf(tx, event)).flatMap(({ id: registration }, turn) =>
    halfDays
      .slice(0, 1)
      .map((halfDay) => ({ registration, halfDay, at: new Date(doors - (25 - turn) * 60_000) }))
  );
  await enterPresences(tx, DEMONSTRATION, event, entries);
}

interface Asked {
  readonly event: EventId | null;
  readonly moment: 'before' | 'after' | null;
  readonly opensAt: Date;
  /** Null: it is still open. */
  readonly closesAt: Date | null;
}

/** A wave, opened, answered over some days, and closed. */
async function hold(
  tx: Tx,
  territory: TerritoryId,
  chapter: Chapter,
  { event, moment, opensAt, closesAt }: Asked
): Promise<void> {
  const last = closesAt ?? new Date(opensAt.getTime() + 24 * DAY_MS);
  const input = waveInput.parse({
    ...file.waves[chapter],
    ...{ event, moment, closesOn: civilTime(last, ZONE).slice(0, 10) }
  });
  const made = await createWave(tx, DEMONSTRATION, territory, { input, reread: true });
  if (!made.ok) throw new Error(`demonstration: ${made.reason}`);
  const { id } = made.wave;
  const opened = await openWave(tx, DEMONSTRATION, id, opensAt, { silent: true });
  if (!opened.ok) throw new Error(`demonstration: ${opened.reason}`);
  const said = inventAnswers(await readWaveNetwork(tx, id), chapter, CAST);
  const step = (closesAt ? 16 : 4) * (DAY_MS / Math.max(1, said.length));
  for (const [turn, { from, answers }] of said.entries()) {
    const at = new Date(opensAt.getTime() + 3_600_000 + turn * step);
    // One in ten has not said that it was over.
    const finished = turn % 10 !== 7;
    await answerWave(tx, DEMONSTRATION, { wave: id, from }, { answers, finished }, at);
  }
  if (closesAt) await closeWave(tx, DEMONSTRATION, id, closesAt);
}

/** What the animators did of the first pairs on their list: three planned, one met, one of no use. */
async function introduce(tx: Tx, territory: TerritoryId, event: EventId, now: Date): Promise<void> {
  const { items } = await listIntroductions(tx, DEMONSTRATION, territory, {
    ...{ standing: 'suggested', type: null, audience: null, epci: null, page: 1, perPage: 5 }
  });
  for (const [at, { a, b }] of items.entries()) {
    const pair = { territory, structures: [a.id, b.id] as const };
    if (at < 3) await planIntroduction(tx, DEMONSTRATION, pair, event, now);
    else if (at === 3) await markMade(tx, DEMONSTRATION, pair, now);
    else await dismissIntroduction(tx, DEMONSTRATION, pair, now);
  }
}

async function findNext(tx: Tx, territory: TerritoryId, now: Date): Promise<EventId | null> {
  const row = await tx
    .selectFrom('event')
    .select('id')
    .where('territory_id', '=', territory)
    .where('status', '=', 'published')
    .where('starts_at', '>', now)
    .orderBy('starts_at')
    .executeTakeFirst();
  return (row?.id ?? null) as EventId | null;
}
