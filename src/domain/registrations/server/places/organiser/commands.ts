import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Event } from '#domain/events/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { NotFound, type Issue } from '#shared/errors.ts';
import type { CategoryId, EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import { checkRequest, overlapOf, type DeskForm, type RegistrationRequest } from '../../../desk.ts';
import { freeTextsOf } from '../../../registrant.ts';
import { takeSeats, type Room } from '../../../places.ts';
import { findOverlap, grant, type Moment } from '../../../requests.ts';
import { getDeskForm } from '../../desk/queries.ts';
import { cancelledByOrganiserMail, confirmationMail, movedMail, waitingMail } from '../../mails.ts';
import { writeEntry } from '../entries/commands.ts';
import { findEntry } from '../entries/queries.ts';
import { moveCalendars, writeTraces, type OpenLedger } from '../ledger/commands.ts';
import { getStanding, isLive, type Standing } from '../ledger/queries.ts';
import { atDesk } from '../settling/commands.ts';
import {
  changeCategory,
  confirmPlace,
  dropSeats,
  endRegistration,
  takeSessions
} from '../standing/commands.ts';
import { tell } from '../telling/commands.ts';

interface Turn {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly event: Event;
  readonly standing: Standing;
  readonly ledger: OpenLedger;
  readonly room: Room;
  readonly now: Date;
}

/** Something the organiser does to a registration: her right first, then the lock. */
async function byOrganiser<T>(
  db: Executor,
  actor: Actor,
  id: RegistrationId,
  now: Date,
  act: (turn: Turn) => Promise<T>
): Promise<T> {
  const event = await getManagedEventById(db, actor, await eventOf(db, id));
  return atDesk(db, event, now, async (tx, { ledger, room }) =>
    act({ tx, actor, event, ledger, room, now, standing: await getStanding(tx, id) })
  );
}

async function eventOf(db: Executor, id: RegistrationId): Promise<EventId> {
  const row = await db
    .selectFrom('registration')
    .select('event_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFound('Cette inscription n’existe plus.');
  return row.event_id as EventId;
}

async function trace(
  { tx, actor, event, now }: Omit<Turn, 'standing' | 'ledger' | 'room'>,
  registration: RegistrationId,
  action: string,
  detail: Readonly<Record<string, unknown>> = {}
): Promise<void> {
  const label = actorLabel(actor);
  await writeTraces(tx, event.id, label, [{ registration, action, detail }], now);
  await recordAudit(tx, actor, {
    action: `registration.${action}`,
    target: { kind: 'registration', id: registration, label: event.title },
    territory: event.place.territory,
    detail
  });
}

/** When there is no place left: told so, put on the waiting list, or given one more than there are. */
export type WhenFull = 'refuse' | 'wait' | 'beyond';

export type AddOutcome =
  | {
      readonly ok: true;
      readonly registration: RegistrationId;
      readonly status: 'confirmed' | 'waitlisted';
    }
  | SecondReadingRefusal
  | { readonly ok: false; readonly reason: 'already' | 'full' }
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] };

/**
 * Registers somebody who asked by telephone: before the opening and after the closing too. Questions that must be
 * answered online may be left here.
 */
export async function addRegistration(
  db: Executor,
  actor: Actor,
  eventId: EventId,
  request: RegistrationRequest,
  { now, whenFull }: { now: Date; whenFull: WhenFull }
): Promise<AddOutcome> {
  const event = await getManagedEventById(db, actor, eventId);
  const form = await getDeskForm(db, eventId);
  const issues = [...checkRequest(nothingRequired(form), request)];
  const overlap = overlapOf(form, request.sessions);
  if (overlap) issues.push({ path: 'sessions', message: overlapMessage(overlap) });
  if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
  const unread = refuseUnread(freeTextsOf(request), request.reread ?? false);
  if (unread) return unread;
  return atDesk(db, event, now, async (tx, { ledger, room }): Promise<AddOutcome> => {
    const existing = request.email === null ? null : await findEntry(tx, eventId, request.email);
    if (existing && isLive(existing.status)) return { ok: false, reason: 'already' };
    const given = grant(room, request.category, request.sessions, whenFull);
    if (!given) return { ok: false, reason: 'full' };
    const registration = await writeEntry(
      tx,
      eventId,
      {
        ...given,
        request,
        person: null,
        origin: 'organiser',
        again: existing?.id ?? null,
        label: actorLabel(actor)
      },
      { now, since: ledger.since }
    );
    await trace({ tx, actor, event, now }, registration, 'add', { overruled: given.overruled });
    const mail = given.status === 'confirmed' ? confirmationMail : waitingMail;
    await tell(tx, event, [registration], mail);
    return { ok: true, registration, status: given.status };
  });
}

function nothingRequired(form: DeskForm): DeskForm {
  return { ...form, questions: form.questions.map((one) => ({ ...one, required: false })) };
}

function overlapMessage([one, other]: readonly [{ title: string }, { title: string }]): string {
  return `« ${one.title} » et « ${other.title} » ont lieu en même temps.`;
}

export type OverruleOutcome =
  /** overruled: beyond the capacity; false when a place was free. */
  | { readonly ok: true; readonly overruled: boolean }
  | { readonly ok: false; readonly reason: 'has-place' | 'no-place-yet' };

/**
 * Gives somebody a place whatever the waiting list: a free one if there is one, else one more than there are, which
 * takes nothing from the others.
 * @param session - null: the place in the edition. For a session, the person must have her place in the edition.
 */
export function overrulePlace(
  db: Executor,
  actor: Actor,
  id: RegistrationId,
  session: ProgrammeSessionId | null,
  { now }: { now: Date }
): Promise<OverruleOutcome> {
  return byOrganiser(db, actor, id, now, (turn) =>
    session === null ? overruleEdition(turn) : overruleSession(turn, session)
  );
}

async function overruleEdition(turn: Turn): Promise<OverruleOutcome> {
  const { tx, standing, room, now, ledger, event } = turn;
  if (standing.status === 'confirmed') return { ok: false, reason: 'has-place' };
  const overruled = standing.status !== 'offered' && !room.hasPlace(standing.category);
  if (standing.status !== 'offered' && !overruled) room.take(standing.category);
  await confirmPlace(tx, standing.id, now, overruled);
  const wishes = standing.choices.filter(({ status }) => status === 'wished');
  const seats = takeSeats(
    room,
    wishes.map(({ session }) => session)
  );
  await takeSessions(tx, standing.id, seats, { now, since: ledger.since });
  await moveCalendars(tx, [standing.id]);
  await trace(turn, standing.id, 'overrule', { overruled });
  await tell(tx, event, [standing.id], movedMail);
  return { ok: true, overruled };
}

async function overruleSession(turn: Turn, session: ProgrammeSessionId): Promise<OverruleOutcome> {
  const { tx, standing, room, now, ledger, event } = turn;
  if (standing.status !== 'confirmed') return { ok: false, reason: 'no-place-yet' };
  const choice = standing.choices.find((one) => one.session === session);
  if (!choice) throw new NotFound('Cette personne n’a pas choisi cette session.');
  if (choice.status === 'confirmed') return { ok: false, reason: 'has-place' };
  const overruled = choice.status !== 'offered' && !room.hasSeat(session);
  const when = { now, since: ledger.since };
  await takeSessions(tx, standing.id, [{ session, status: 'confirmed', overruled }], when);
  await moveCalendars(tx, [standing.id]);
  await trace(turn, standing.id, 'overrule', { session, overruled });
  await tell(tx, event, [standing.id], movedMail);
  return { ok: true, overruled };
}

/** From one category, or one session, to another. */
export type Move =
  | { readonly category: CategoryId | null }
  | {
      /** Null: one more session. */
      readonly from: ProgrammeSessionId | null;
      /** Null: one session less. */
      readonly to: ProgrammeSessionId | null;
    };

export type MoveOutcome =
  | { readonly ok: true; readonly overruled: boolean }
  | { readonly ok: false; readonly reason: 'full' | 'ended' | 'overlap' };

/** Moves somebody to another category or session; full, it waits for `beyond` to be said. */
export function moveRegistration(
  db: Executor,
  actor: Actor,
  id: RegistrationId,
  move: Move,
  { now, beyond = false }: { now: Date; beyond?: boolean }
): Promise<MoveOutcome> {
  return byOrganiser(db, actor, id, now, async (turn): Promise<MoveOutcome> => {
    if (!isLive(turn.standing.status)) return { ok: false, reason: 'ended' };
    return 'category' in move
      ? moveCategory(turn, move.category, beyond)
      : moveSession(turn, move, beyond);
  });
}

async function moveCategory(
  turn: Turn,
  category: CategoryId | null,
  beyond: boolean
): Promise<MoveOutcome> {
  const { tx, standing, room, ledger, event, now } = turn;
  const { categories } = await getDeskForm(tx, event.id);
  if (category !== null && !categories.some(({ id }) => id === category))
    throw new NotFound('Cette catégorie n’existe plus.');
  const holds = standing.status !== 'waitlisted' && !standing.overruled;
  const overruled = holds && category !== standing.category && !room.hasPlaceIn(category);
  // A place offered is not given beyond the capacity: it must be confirmed first.
  if (overruled && (!beyond || standing.status === 'offered')) return { ok: false, reason: 'full' };
  if (overruled) await confirmPlace(tx, standing.id, now, true);
  await changeCategory(tx, standing.id, category, ledger.since);
  await trace(turn, standing.id, 'move', { from: standing.category, to: category, overruled });
  await tell(tx, event, [standing.id], movedMail);
  return { ok: true, overruled };
}

async function moveSession(
  turn: Turn,
  { from, to }: { from: ProgrammeSessionId | null; to: ProgrammeSessionId | null },
  beyond: boolean
): Promise<MoveOutcome> {
  const { tx, standing, room, ledger, now, event } = turn;
  const kept = standing.choices.filter(({ session, status }) => session !== from && isLive(status));
  const target = to === null ? null : await getMoment(tx, event.id, to);
  if (target && !kept.some(({ session }) => session === target.id)) {
    const moments = [...kept.map((one) => ({ ...one, id: one.session })), target];
    if (findOverlap(moments)) return { ok: false, reason: 'overlap' };
  }
  const hasPlace = standing.status === 'confirmed';
  const overruled = hasPlace && target !== null && !room.hasSeat(target.id);
  if (overruled && !beyond) return { ok: false, reason: 'full' };
  if (from !== null) await dropSeats(tx, standing.id, [from], now);
  if (target) {
    const status = hasPlace ? ('confirmed' as const) : ('wished' as const);
    const when = { now, since: ledger.since };
    await takeSessions(tx, standing.id, [{ session: target.id, status, overruled }], when);
  }
  await moveCalendars(tx, [standing.id]);
  await trace(turn, standing.id, 'move', { from, to, overruled });
  await tell(tx, event, [standing.id], movedMail);
  return { ok: true, overruled };
}

async function getMoment(tx: Tx, event: EventId, session: ProgrammeSessionId): Promise<Moment> {
  const { sessions } = await getDeskForm(tx, event);
  const found = sessions.find(({ id }) => id === session);
  if (!found) throw new NotFound('Cette session n’est pas proposée au choix.');
  return found;
}

/** Cancels for somebody: what is freed goes to who waits, and the person is told. */
export function cancelForSomeone(
  db: Executor,
  actor: Actor,
  id: RegistrationId,
  { now }: { now: Date }
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: 'ended' }> {
  return byOrganiser(db, actor, id, now, async (turn) => {
    const { tx, standing, event } = turn;
    if (!isLive(standing.status)) return { ok: false, reason: 'ended' } as const;
    await endRegistration(tx, id, now);
    await trace(turn, id, 'cancel', { was: standing.status });
    await tell(tx, event, [id], cancelledByOrganiserMail);
    return { ok: true } as const;
  });
}
