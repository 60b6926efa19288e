import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Event } from '#domain/events/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { NotFound, type Issue } from '#shared/errors.ts';
import type { ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import {
  checkRequest,
  deskState,
  overlapOf,
  type ChosenSession,
  type DeskForm,
  type RegistrationRequest
} from '../../../desk.ts';
import { takeSeats, type Room } from '../../../places.ts';
import { planChange } from '../../../requests.ts';
import { freeTextsOf } from '../../../registrant.ts';
import { collide } from '../../../interviews.ts';
import { getDeskForm } from '../../desk/queries.ts';
import { listInterviewMoments } from '../../interviews/queries.ts';
import { findRegistrationByToken } from '../../links/queries.ts';
import { cancelledMail, confirmationMail } from '../../mails.ts';
import { moveCalendars, writeTraces, type OpenLedger } from '../ledger/commands.ts';
import { getStanding, isLive, type Standing } from '../ledger/queries.ts';
import { atDesk } from '../settling/commands.ts';
import {
  changeCategory,
  confirmPlace,
  dropSeats,
  endRegistration,
  rewriteAnswers,
  takeSessions
} from '../standing/commands.ts';
import { tell } from '../telling/commands.ts';

const HOLDER = 'Par le lien « ma place »';

interface Turn {
  readonly tx: Tx;
  readonly event: Event;
  readonly standing: Standing;
  readonly ledger: OpenLedger;
  readonly room: Room;
  readonly now: Date;
}

/** Something a holder does: her link says whose registration it is, and the lock is taken before it is read. */
async function byLink<T>(
  db: Executor,
  token: string,
  now: Date,
  act: (turn: Turn) => Promise<T>
): Promise<T> {
  const found = await findRegistrationByToken(db, token);
  const event = found && (await findEventById(db, found.event));
  if (!found || !event) throw new NotFound('Ce lien ne sert pas, ou ne sert plus.');
  return atDesk(db, event, now, async (tx, { ledger, room }) =>
    act({ tx, event, ledger, room, now, standing: await getStanding(tx, found.id) })
  );
}

function trace({ tx, event, standing, now }: Turn, action: string, detail = {}): Promise<void> {
  return writeTraces(tx, event.id, HOLDER, [{ registration: standing.id, action, detail }], now);
}

export type CancelOutcome =
  | { readonly ok: true; readonly registration: RegistrationId }
  /** ended: already cancelled, or expired. past: the edition has begun. */
  | { readonly ok: false; readonly reason: 'ended' | 'past' };

/**
 * Gives up a registration, with everything it held: what is freed goes to who waits. After the closing too, until the
 * start: the organiser knows who will not come, and nobody is promoted.
 * @throws NotFound when the link serves no more.
 */
export function cancelRegistration(
  db: Executor,
  token: string,
  { now }: { now: Date }
): Promise<CancelOutcome> {
  return byLink(db, token, now, async (turn): Promise<CancelOutcome> => {
    const { tx, event, standing } = turn;
    if (!isLive(standing.status)) return { ok: false, reason: 'ended' };
    if (event.startsAt && now >= event.startsAt) return { ok: false, reason: 'past' };
    await endRegistration(tx, standing.id, now);
    await trace(turn, 'cancel', { was: standing.status });
    await tell(tx, event, [standing.id], cancelledMail);
    return { ok: true, registration: standing.id };
  });
}

export type WaitingOutcome =
  | { readonly ok: true; readonly registration: RegistrationId }
  | { readonly ok: false; readonly reason: 'ended' | 'past' | 'not-waiting' };

/**
 * Leaves a waiting list, or declines a place offered.
 * @param session - null: the list of the edition, which ends the registration.
 */
export async function leaveWaiting(
  db: Executor,
  token: string,
  session: ProgrammeSessionId | null,
  { now }: { now: Date }
): Promise<WaitingOutcome> {
  if (session === null) return cancelRegistration(db, token, { now });
  return byLink(db, token, now, async (turn): Promise<WaitingOutcome> => {
    const { tx, standing } = turn;
    const choice = standing.choices.find((one) => one.session === session);
    if (!choice || !['waitlisted', 'offered', 'wished'].includes(choice.status))
      return { ok: false, reason: 'not-waiting' };
    await dropSeats(tx, standing.id, [session], now);
    await trace(turn, 'leave', { session });
    return { ok: true, registration: standing.id };
  });
}

export type ConfirmOutcome =
  | { readonly ok: true; readonly registration: RegistrationId; readonly repeated: boolean }
  /** too-late: the deadline has passed, the place went to the next one. */
  | { readonly ok: false; readonly reason: 'too-late' | 'no-offer' };

/**
 * Takes a place that was offered, in time. The sessions wished are taken with it, or waited for.
 * @param session - null: the place in the edition.
 */
export function confirmOffer(
  db: Executor,
  token: string,
  session: ProgrammeSessionId | null,
  { now }: { now: Date }
): Promise<ConfirmOutcome> {
  return byLink(db, token, now, async (turn): Promise<ConfirmOutcome> => {
    const { standing, tx, event } = turn;
    const registration = standing.id;
    const held = session === null ? standing : standing.choices.find((c) => c.session === session);
    if (held?.status === 'confirmed') return { ok: true, registration, repeated: true };
    if (held?.status === 'expired') return { ok: false, reason: 'too-late' };
    if (held?.status !== 'offered') return { ok: false, reason: 'no-offer' };
    if (session === null) await confirmWithWishes(turn);
    else {
      await takeSessions(tx, registration, [{ session, status: 'confirmed' }], {
        now,
        since: turn.ledger.since
      });
      await moveCalendars(tx, [registration]);
    }
    await trace(turn, 'confirm', session === null ? {} : { session });
    await tell(tx, event, [registration], confirmationMail);
    return { ok: true, registration, repeated: false };
  });
}

/** The place, then the sessions wished: taken, or waited for. */
async function confirmWithWishes({ tx, standing, room, ledger, now }: Turn): Promise<void> {
  await confirmPlace(tx, standing.id, now);
  const wishes = standing.choices.filter(({ status }) => status === 'wished');
  const seats = takeSeats(
    room,
    wishes.map(({ session }) => session)
  );
  await takeSessions(tx, standing.id, seats, { now, since: ledger.since });
  await moveCalendars(tx, [standing.id]);
}

/** What a holder may say again: all but the address. */
export type RegistrationChange = Omit<RegistrationRequest, 'email' | 'relay' | 'requestKey'>;

export type ChangeOutcome =
  | SecondReadingRefusal
  | { readonly ok: true; readonly registration: RegistrationId }
  /** ended: cancelled or expired. closed: no change after the closing. category-full: the place held is kept. */
  | { readonly ok: false; readonly reason: 'ended' | 'closed' | 'category-full' }
  | {
      readonly ok: false;
      readonly reason: 'overlap';
      readonly sessions: readonly [ChosenSession, ChosenSession];
    }
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] };

/**
 * Changes a registration until the closing: what it says of the person, its category, its sessions. Sessions kept keep
 * their place and their rank; those given up go to who waits. Nothing is given up when something is refused.
 */
export async function changeRegistration(
  db: Executor,
  token: string,
  change: RegistrationChange,
  { now }: { now: Date }
): Promise<ChangeOutcome> {
  return byLink(db, token, now, async (turn): Promise<ChangeOutcome> => {
    const { tx, standing, ledger, room } = turn;
    if (!isLive(standing.status)) return { ok: false, reason: 'ended' };
    if (!deskState(ledger, ledger, now).open) return { ok: false, reason: 'closed' };
    const form = await getDeskForm(tx, turn.event.id);
    const refusal = refuseChange(form, change) ?? (await refuseDuringInterview(turn, form, change));
    if (refusal) return refusal;
    const plan = planChange(room, standing, change);
    if (!plan) return { ok: false, reason: 'category-full' };
    const when = { now, since: ledger.since };
    await rewriteAnswers(tx, standing.id, change, now);
    if (change.category !== standing.category)
      await changeCategory(tx, standing.id, change.category, ledger.since);
    await dropSeats(tx, standing.id, plan.dropped, now);
    await takeSessions(tx, standing.id, plan.added, when);
    if (plan.dropped.length + plan.added.length > 0) await moveCalendars(tx, [standing.id]);
    await trace(turn, 'change', { dropped: plan.dropped, added: plan.added });
    return { ok: true, registration: standing.id };
  });
}

/** A session newly chosen leaves alone the interviews that are booked. */
async function refuseDuringInterview(
  { tx, standing }: Turn,
  { sessions }: DeskForm,
  change: RegistrationChange
): Promise<ChangeOutcome | null> {
  const held = standing.choices.filter(({ status }) => isLive(status));
  const added = sessions.filter(
    ({ id }) => change.sessions.includes(id) && !held.some(({ session }) => session === id)
  );
  if (added.length === 0) return null;
  const interviews = await listInterviewMoments(tx, standing.id);
  const clash = added.find((session) => interviews.some((one) => collide(one, session)));
  if (!clash) return null;
  const message = `« ${clash.title} » a lieu pendant un de vos entretiens : annulez-le d’abord.`;
  return { ok: false, reason: 'invalid', issues: [{ path: 'sessions', message }] };
}

function refuseChange(form: DeskForm, change: RegistrationChange): ChangeOutcome | null {
  const issues = checkRequest(form, { ...change, email: null });
  if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
  const sessions = overlapOf(form, change.sessions);
  if (sessions) return { ok: false, reason: 'overlap', sessions };
  return refuseUnread(freeTextsOf(change), change.reread ?? false);
}
