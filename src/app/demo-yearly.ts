import { createPartner, updatePartner } from '#domain/events/server/partners/commands.ts';
import { createRelay } from '#domain/events/server/relays/commands.ts';
import { publishEvent, setCapacity } from '#domain/events/server/commands.ts';
import { createSession } from '#domain/events/server/programme/commands.ts';
import { createRoom } from '#domain/events/server/programme/rooms/commands.ts';
import { createSpeaker } from '#domain/events/server/programme/speakers/commands.ts';
import { createSeries } from '#domain/events/server/series/commands.ts';
import { addUsualTasks, checkTask } from '#domain/events/server/tasks/commands.ts';
import { listTasks } from '#domain/events/server/tasks/queries.ts';
import { addTeamMember } from '#domain/events/server/team/commands.ts';
import { sessionInput } from '#domain/events/programme.ts';
import { partnerInput, type PartnerRole } from '#domain/events/partners.ts';
import { operator } from '#domain/identity/model.ts';
import { saveQuestions } from '#domain/registrations/server/desk/asking/commands.ts';
import { saveDesk } from '#domain/registrations/server/desk/commands.ts';
import { saveCategories } from '#domain/registrations/server/desk/places/commands.ts';
import { getDesk, getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import { enrolRegistrations } from '#domain/registrations/server/roster/commands.ts';
import { questionInput } from '#domain/registrations/settings.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Tx } from '#server/db/connection.ts';
import { addDays, civilTime, instantOf, yearOf } from '#shared/dates.ts';
import type { EventId, SeriesId } from '#shared/ids.ts';
import file from '../../demo/events.json' with { type: 'json' };
import { inventAttendees } from './demo-attendees.ts';
import { loadExpectations, loadPastDay } from './demo-day.ts';
import { writeEdition } from './demo-edition.ts';
import { loadInterviews } from './demo-interviews.ts';
import { loadMinutes } from './demo-minutes.ts';
import { loadWorkshop } from './demo-workshop.ts';

const DEMONSTRATION = operator('démonstration');
const ZONE = 'Europe/Paris';
const { yearly } = file;
const DAY_MS = 86_400_000;
/** An edition nearer than that could not show registrations open for weeks. */
const AHEAD_DAYS = 30;
/** What is to be done this many days before, or more, is done once registrations are open. */
const DONE_BEFORE = 60;

/** @returns how many editions. */
export async function loadYearly(tx: Tx, territory: Territory, now: Date): Promise<number> {
  const made = await createSeries(tx, DEMONSTRATION, {
    territory: territory.id,
    title: yearly.series,
    description: yearly.seriesDescription,
    reread: true
  });
  if (!made.ok) throw new Error(`demonstration: ${made.reason}`);
  const next = nextDay(civilTime(now, ZONE).slice(0, 10));
  const year = yearOf(next);
  for (const past of yearly.past) {
    const day = thirdThursdayOfMarch(year - past.yearsBefore);
    const id = await writeDay(tx, { territory, series: made.id, day, past }, now);
    if (past.registrations) {
      const crowd = { count: past.registrations, from: past.from, structures: past.structures };
      await enrol(tx, id, crowd, { until: instantOf(`${day}T08:00`, ZONE), days: 60 });
      await loadPastDay(tx, id, past.yearsBefore);
      if (past.yearsBefore === 1) {
        await loadMinutes(tx, id, day);
        await loadWorkshop(tx, id, territory, instantOf(`${day}T15:00`, ZONE));
      }
    }
  }
  const id = await writeDay(tx, { territory, series: made.id, day: next }, now);
  await open(tx, id, next, now);
  await enrol(tx, id, { count: yearly.registrations }, { until: now, days: 18 });
  await loadInterviews(tx, id, next, now);
  await loadExpectations(tx, id, now);
  await addTeamMember(tx, DEMONSTRATION, id, {
    ...{ email: 'tom.brouillon@exemple.test', role: 'reception', session: null, partner: null }
  });
  return yearly.past.length + 1;
}

/** The first third Thursday of March that leaves people time to register, from a civil day. */
export function nextDay(today: string): string {
  const year = yearOf(today);
  const day = thirdThursdayOfMarch(year);
  return day >= addDays(today, AHEAD_DAYS) ? day : thirdThursdayOfMarch(year + 1);
}

function thirdThursdayOfMarch(year: number): string {
  const weekday = new Date(Date.UTC(year, 2, 1)).getUTCDay();
  return addDays(`${year}-03-01`, ((11 - weekday) % 7) + 14);
}

interface Day {
  readonly territory: Territory;
  readonly series: SeriesId;
  readonly day: string;
  readonly past?: (typeof yearly.past)[number];
}

async function writeDay(
  tx: Tx,
  { territory, series, day, past }: Day,
  now: Date
): Promise<EventId> {
  const id = await writeEdition(
    tx,
    {
      ...{ territory, series, kind: 'annual-day', fictional: true },
      title: `${yearly.series} ${day.slice(0, 4)}`,
      when: { start: `${day}T08:45`, end: `${day}T16:45` },
      alreadyHeld: past !== undefined,
      organiser: yearly.organiser,
      said: {
        ...{ summary: yearly.summary, description: yearly.description },
        ...{ intendedFor: yearly.intendedFor, lodging: yearly.lodging, access: yearly.access },
        ...{ contactName: yearly.contactName, contactPhone: yearly.contactPhone },
        venue: { ...yearly.venue, commune: yearly.commune },
        declaredParticipants: past?.declaredParticipants ?? null,
        declaredSource: past?.declaredSource ?? ''
      }
    },
    now
  );
  // The first edition is from before Maillage: a figure is all that is known of it.
  if (!past || past.registrations) await writeProgramme(tx, id, day, past === undefined);
  for (const one of yearly.partners) await writePartner(tx, id, one);
  await saveCategories(
    tx,
    DEMONSTRATION,
    id,
    yearly.categories.map((one) => ({ ...one, id: null, capacity: past ? null : one.capacity })),
    { now }
  );
  await publishEvent(tx, DEMONSTRATION, id, now);
  return id;
}

async function writeProgramme(
  tx: Tx,
  event: EventId,
  day: string,
  limited: boolean
): Promise<void> {
  const [rooms, speakers] = [new Map<string, number>(), new Map<string, number>()];
  for (const room of yearly.rooms) {
    const made = await createRoom(tx, DEMONSTRATION, event, { ...room, note: '' });
    if (made.ok) rooms.set(room.name, made.room);
  }
  for (const one of yearly.speakers)
    speakers.set(
      one.name,
      await createSpeaker(tx, DEMONSTRATION, event, { ...one, structure: null })
    );
  for (const { start, end, room, speakers: said = [], ...one } of yearly.programme) {
    const session = sessionInput.parse({
      ...one,
      startsAt: `${day}T${start}`,
      endsAt: `${day}T${end}`,
      room: rooms.get(room) ?? null,
      capacity: limited ? one.capacity : null,
      speakers: said.map(([name = '', role]) => ({ speaker: speakers.get(name), role }))
    });
    const made = await createSession(tx, DEMONSTRATION, { event, session, reread: true });
    if (!made.ok) throw new Error(`demonstration: ${made.reason}`);
  }
}

async function writePartner(
  tx: Tx,
  event: EventId,
  { structure = '', plannedEuros, ...one }: (typeof yearly.partners)[number]
): Promise<void> {
  const role = one.role as PartnerRole;
  const named = { name: one.name, role, structure };
  const partner = await createPartner(tx, DEMONSTRATION, event, named);
  const typed = { ...one, plannedCents: String(plannedEuros ?? ''), actualCents: '' };
  const input = { ...partnerInput.parse(typed), structure, reread: true };
  await updatePartner(tx, DEMONSTRATION, { event, partner, version: 1 }, input);
}

/** Opens the registrations of the next edition, three weeks ago. */
async function open(tx: Tx, id: EventId, day: string, now: Date): Promise<void> {
  await setCapacity(tx, DEMONSTRATION, id, yearly.capacity);
  const questions = yearly.questions.map((one) => questionInput.parse({ ...one, id: null }));
  await saveQuestions(tx, DEMONSTRATION, id, questions);
  const opened = civilTime(new Date(now.getTime() - 21 * DAY_MS), ZONE).slice(0, 10);
  const desk = await getDesk(tx, id);
  const input = {
    ...{ opensAt: `${opened}T08:00`, closesAt: `${addDays(day, -3)}T20:00` },
    ...{ promotion: 'offer' as const, offerHours: 48, asksCommune: true, asksMeal: true },
    ...{ asksAccess: true, asksHalfDays: true, groupsAllowed: true, listShared: true },
    ...{ photoAsked: true, message: yearly.deskMessage }
  };
  const said = { version: desk.version, reread: true, now };
  const saved = await saveDesk(tx, DEMONSTRATION, id, input, said);
  if (!saved.ok) throw new Error(`demonstration: ${saved.reason}`);
  for (const { name, code } of yearly.relays)
    await createRelay(tx, DEMONSTRATION, id, {
      ...{ name, code, message: '', structure: '', reread: true }
    });
  await addUsualTasks(tx, DEMONSTRATION, id);
  const prepared = (await listTasks(tx, id)).filter(({ daysBefore }) => daysBefore >= DONE_BEFORE);
  // All but one: the demonstration shows what is late.
  for (const { id: task } of prepared.slice(1))
    await checkTask(tx, DEMONSTRATION, id, { task, done: true }, now);
}

/** How many, from which of the invented people on, and how many of the structures have somebody: all unless told. */
interface Crowd {
  readonly count: number;
  readonly from?: number;
  readonly structures?: number;
}

/** Invented people, registered one after another until an instant. */
async function enrol(
  tx: Tx,
  event: EventId,
  { count, from = 0, structures: known }: Crowd,
  { until, days }: { until: Date; days: number }
): Promise<void> {
  const form = await getDeskForm(tx, event);
  const structures = await tx
    .selectFrom('structure')
    .select(['id', 'slug'])
    .where('slug', 'in', yearly.people.structures.slice(0, known))
    .execute();
  const requests = inventAttendees(from + count, form, structures).slice(from);
  const step = (days * DAY_MS) / (count + 1);
  const began = until.getTime() - days * DAY_MS;
  await enrolRegistrations(
    tx,
    DEMONSTRATION,
    event,
    requests.map((request, at) => ({ request, at: new Date(began + (at + 1) * step) }))
  );
}
