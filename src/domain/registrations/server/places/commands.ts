import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Event } from '#domain/events/model.ts';
import { canReadEvent } from '#domain/events/rules.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inBatches } from '#server/db/turns.ts';
import { allow } from '#server/throttle.ts';
import { NotFound, type Issue } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import {
  checkRequest,
  deskState,
  overlapOf,
  type ChosenSession,
  type ClosedReason,
  type DeskForm,
  type RegistrationRequest
} from '../../desk.ts';
import type { Room } from '../../places.ts';
import { place } from '../../requests.ts';
import { freeTextsOf } from '../../registrant.ts';
import { getDeskForm } from '../desk/queries.ts';
import { alreadyRegisteredMail, confirmationMail, waitingMail } from '../mails.ts';
import { writeEntry } from './entries/commands.ts';
import { findExisting, takeDesk, type Existing } from './ledger/commands.ts';
import { tell } from './telling/commands.ts';
import { deskTransaction, settleLedger } from './settling/commands.ts';

/** A hospital shares one address: enough for a full amphitheatre, not for a machine. */
const PER_ADDRESS = { most: 1000, windowSeconds: 3600 };
/** What one may have written to an address that is not one's own. */
const PER_EMAIL = { most: 3, windowSeconds: 3600 };

export interface Arrival {
  readonly now: Date;
  /** Of the client, when there is one: what limits how often. */
  readonly address?: string;
}

export type RegisterRefusal =
  | SecondReadingRefusal
  | { readonly ok: false; readonly reason: ClosedReason; readonly at: Date | null }
  | { readonly ok: false; readonly reason: 'too-many' }
  | {
      readonly ok: false;
      readonly reason: 'overlap';
      readonly sessions: readonly [ChosenSession, ChosenSession];
    }
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] };

export type RegisterOutcome =
  | {
      readonly ok: true;
      readonly registration: RegistrationId;
      readonly status: 'confirmed' | 'waitlisted' | 'offered';
      /** The same form was sent before: nothing was done again. */
      readonly repeated: boolean;
    }
  /** The link has gone to the address: the page says the same whoever asks. */
  | { readonly ok: false; readonly reason: 'already' }
  | RegisterRefusal;

/**
 * Registers somebody, without account: a place at once, or a rank in the waiting list; the sessions that are full are
 * waited for. The message leaves with it.
 * @param edition - or what was just read of it, which is looked at again under the lock.
 * @throws NotFound when the actor may not read the edition.
 */
export async function register(
  db: Executor,
  actor: Actor,
  edition: EventId | { readonly event: Event; readonly form: DeskForm },
  request: RegistrationRequest & { readonly email: string },
  { now, address }: Arrival
): Promise<RegisterOutcome> {
  const { event, form } = typeof edition === 'number' ? await readEdition(db, edition) : edition;
  if (!event || !canReadEvent(actor, event.place)) throw new NotFound(NO_SUCH_EVENT);
  const state = deskState(form.desk, event, now);
  if (!state.open) return { ok: false, reason: state.reason, at: state.at };
  if (address && !(await allow(db, 'registration-address', address, PER_ADDRESS)))
    return { ok: false, reason: 'too-many' };
  const issues = checkRequest(form, request);
  if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
  const sessions = overlapOf(form, request.sessions);
  if (sessions) return { ok: false, reason: 'overlap', sessions };
  const unread = refuseUnread(freeTextsOf(request), request.reread ?? false);
  if (unread) return unread;
  const person = actor.kind === 'person' ? actor.id : null;
  const asking = { request, person, now };
  const atOnce = (all: readonly Asking[]) =>
    deskTransaction(db, event.id, (tx) => registerNow(tx, event, all));
  if (db.isTransaction) return (await atOnce([asking]))[0]!;
  return inBatches(db, `register:${event.id}`, asking, atOnce);
}

async function readEdition(db: Executor, id: EventId) {
  return { event: await findEventById(db, id), form: await getDeskForm(db, id) };
}

const NO_SUCH_EVENT = 'Cette rencontre n’existe pas, ou n’est pas encore publiée.';

interface Asking {
  readonly request: RegistrationRequest & { readonly email: string };
  readonly person: Parameters<typeof writeEntry>[2]['person'];
  readonly now: Date;
}

/** Those who ask at once, one after the other, under the lock from the first line to the end of the transaction. */
async function registerNow(
  tx: Tx,
  event: Event,
  askings: readonly Asking[]
): Promise<RegisterOutcome[]> {
  const now = new Date(Math.max(...askings.map((asking) => Number(asking.now))));
  const ledger = await takeDesk(tx, event.id, now);
  const known = await findExisting(
    tx,
    event.id,
    askings.map(({ request }) => request.email)
  );
  const { room } = await settleLedger(tx, event, ledger, now);
  const outcomes: RegisterOutcome[] = [];
  for (const [rank, asking] of askings.entries()) {
    const state = deskState(ledger, ledger, asking.now);
    const existing = known.get(asking.request.email) ?? null;
    const since = new Date(Number(ledger.since) + rank);
    if (!state.open) outcomes.push({ ok: false, reason: state.reason, at: state.at });
    else if (existing && isLive(existing.status))
      outcomes.push(await answerAgain(tx, event, asking.request, existing));
    else {
      const entered = await enter(tx, event, { ...asking, room, existing, since });
      const { email, requestKey = null } = asking.request;
      known.set(email, { id: entered.registration, status: entered.status, requestKey });
      outcomes.push(entered);
    }
  }
  const given = (status: string) =>
    outcomes.flatMap((one) =>
      one.ok && !one.repeated && one.status === status ? [one.registration] : []
    );
  await tell(tx, event, given('confirmed'), confirmationMail);
  await tell(tx, event, given('waitlisted'), waitingMail);
  return outcomes;
}

/** A place or a rank, once nobody who came before waits for what is left. */
async function enter(
  tx: Tx,
  event: Event,
  asking: Asking & {
    readonly room: Room;
    readonly existing: Existing | null;
    /** Waiting from then, if she waits. */
    readonly since: Date;
  }
): Promise<RegisterOutcome & { ok: true }> {
  const { request, person, room, existing, now, since } = asking;
  const given = place(room, request.category, request.sessions);
  const origin = { origin: 'self' as const, label: 'Inscription en ligne' };
  const entry = { ...given, ...origin, request, person, again: existing?.id ?? null };
  const registration = await writeEntry(tx, event.id, entry, { now, since });
  return { ok: true, registration, status: given.status, repeated: false };
}

function isLive(status: string): status is 'confirmed' | 'waitlisted' | 'offered' {
  return status === 'confirmed' || status === 'waitlisted' || status === 'offered';
}

async function answerAgain(
  tx: Tx,
  event: Event,
  request: Asking['request'],
  existing: Existing
): Promise<RegisterOutcome> {
  const { id: registration, status, requestKey } = existing;
  if (request.requestKey && request.requestKey === requestKey && isLive(status))
    return { ok: true, registration, status, repeated: true };
  if (await allow(tx, 'registration-email', request.email, PER_EMAIL))
    await tell(tx, event, [registration], alreadyRegisteredMail);
  return { ok: false, reason: 'already' };
}
