import type { Event } from '#domain/events/model.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { allow } from '#server/throttle.ts';
import { Invalid } from '#shared/errors.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { readEntrance } from '../../../attendance.ts';
import { correct } from '../../../checkin/clock.ts';
import { boundsOf } from '../../../checkin/days.ts';
import { batchInput, gestureInput, unreadable } from '../../../checkin/forms.ts';
import type {
  About,
  BatchAnswer,
  Gesture,
  GestureAnswer,
  GestureOutcome
} from '../../../checkin/model.ts';
import { holdAtDoor, outcomeOf, writeScan, type Scan } from '../../attendance/scans/commands.ts';
import { writeSignature } from '../../signatures/commands.ts';
import { writeDevice } from '../devices/commands.ts';
import { findCheckinLink, type CheckinLink } from '../links/queries.ts';
import { listDoorEntrances, listSeen, listVersion } from '../list/queries.ts';
import { findRegistrationByCode } from '../queries.ts';
import { admit, registerAtDoor } from '../walk-ins/commands.ts';

/** Telephones that share a link, each sending every few seconds in a rush: more is a machine. */
const PER_LINK = { most: 600, windowSeconds: 60 };

export type ReceiveOutcome =
  | { readonly ok: true; readonly answer: BatchAnswer }
  /** gone: the device erases what it keeps. early: nothing is done yet. */
  | { readonly ok: false; readonly reason: 'gone' | 'early' | 'too-many' };

/**
 * Receives what a telephone did at the door. Each gesture is done once, however often it is sent; one that fails takes
 * no other with it.
 * @param input - as it came, not read yet.
 * @throws Invalid when it is not a batch at all.
 */
export async function receiveBatch(
  db: Executor,
  token: string,
  input: unknown,
  now: Date
): Promise<ReceiveOutcome> {
  const link = await findCheckinLink(db, token, now);
  if (!link || link.state === 'over') return { ok: false, reason: 'gone' };
  if (link.state === 'early') return { ok: false, reason: 'early' };
  if (!(await allow(db, 'checkin-link', String(link.id), PER_LINK)))
    return { ok: false, reason: 'too-many' };
  const read = batchInput.safeParse(input);
  if (!read.success) throw new Invalid([{ path: '', message: 'Cet envoi ne se lit pas.' }]);
  const event = await findEventById(db, link.event);
  if (!event) return { ok: false, reason: 'gone' };
  const batch = read.data;
  const entrances = new Set((await listDoorEntrances(db, link)).map(({ key }) => key));
  const device = await writeDevice(db, link.id, batch.device, now);
  const door = { event, link, device, entrances, now, sentAt: batch.sentAt };
  const answers: GestureAnswer[] = [];
  for (const [order, one] of batch.gestures.entries()) {
    const answer = await receive(db, { ...door, order }, one);
    if (answer) answers.push(answer);
  }
  // Past its day, a telephone gives what it kept and learns nothing more.
  const seen = link.state === 'late' ? [] : await listSeen(db, link.event, batch.cursor);
  const version = link.state === 'late' ? '' : await listVersion(db, link.event);
  return {
    ok: true,
    answer: { answers, seen, version, cursor: now.getTime(), now: now.getTime() }
  };
}

interface Door {
  readonly event: Event;
  readonly link: CheckinLink;
  readonly device: string | null;
  readonly entrances: ReadonlySet<string>;
  readonly now: Date;
  readonly sentAt: number;
  /** Of the gesture in its batch: what came after was done after. */
  readonly order: number;
}

async function receive(db: Executor, door: Door, input: unknown): Promise<GestureAnswer | null> {
  const read = gestureInput.safeParse(input);
  if (!read.success) {
    const named = unreadable.safeParse(input);
    return named.success ? refused(named.data.nonce) : null;
  }
  const gesture = read.data;
  if (!door.entrances.has(gesture.entrance)) return refused(gesture.nonce);
  return inTransaction(db, async (tx) => {
    const before = await findAnswer(tx, door, gesture.nonce);
    if (before) return before;
    if (gesture.type === 'walk-in') return walkIn(tx, door, gesture);
    const who = await whom(tx, door, gesture);
    if (who === 'refused') return refused(gesture.nonce);
    if (gesture.type === 'sign') return sign(tx, door, gesture, who);
    return move(tx, door, gesture, who);
  });
}

function refused(nonce: string): GestureAnswer {
  return { nonce, outcome: 'refused', registration: null };
}

/** What was answered when the same gesture came before; a nonce of another edition is nobody's here. */
async function findAnswer(tx: Tx, door: Door, nonce: string): Promise<GestureAnswer | null> {
  const row = await tx
    .selectFrom('scan')
    .select(['event_id', 'outcome', 'registration_id'])
    .where('nonce', '=', nonce)
    .executeTakeFirst();
  if (!row) return null;
  if (row.event_id !== door.event.id) return refused(nonce);
  return { nonce, outcome: row.outcome as GestureOutcome, registration: row.registration_id };
}

type Whom = RegistrationId | 'unregistered' | 'other-event' | 'refused';

async function whom(tx: Tx, { event }: Door, about: About): Promise<Whom> {
  if (about.registration !== undefined) return about.registration as RegistrationId;
  if (about.door !== undefined) {
    const row = await tx
      .selectFrom('scan')
      .select('registration_id')
      .where('nonce', '=', about.door)
      .where('event_id', '=', event.id)
      .executeTakeFirst();
    return (row?.registration_id as RegistrationId | undefined) ?? 'refused';
  }
  const found = await findRegistrationByCode(tx, about.code ?? '');
  if (!found) return 'unregistered';
  return found.event === event.id ? found.id : 'other-event';
}

/** Somebody enters, or an entry is taken back. */
async function move(
  tx: Tx,
  door: Door,
  gesture: Extract<Gesture, { type: 'in' | 'out' }>,
  who: Exclude<Whom, 'refused'>
): Promise<GestureAnswer> {
  const scan = scanOf(door, gesture, gesture.type, gesture.means);
  if (typeof who === 'string') return write(tx, { ...scan, registration: null, outcome: who });
  if (gesture.anyway && door.link.state !== 'eve' && (await isOf(tx, door, who)))
    await admit(tx, door.event, who, { label: labelOf(door), now: door.now });
  const held = await holdAtDoor(tx, door.event.id, who, scan.entrance);
  if (!held) return refused(gesture.nonce);
  // Held: the same gesture may have been received by the one who held her before.
  const before = await findAnswer(tx, door, gesture.nonce);
  if (before) return before;
  const outcome =
    door.link.state === 'eve'
      ? ('other-day' as const)
      : gesture.type === 'out'
        ? ('ok' as const)
        : outcomeOf(held, gesture.entrance, gesture.anyway ?? false);
  return write(tx, { ...scan, registration: who, outcome });
}

async function isOf(tx: Tx, { event }: Door, who: RegistrationId): Promise<boolean> {
  const row = await tx
    .selectFrom('registration')
    .select('id')
    .where('id', '=', who)
    .where('event_id', '=', event.id)
    .executeTakeFirst();
  return row !== undefined;
}

async function walkIn(
  tx: Tx,
  door: Door,
  gesture: Extract<Gesture, { type: 'walk-in' }>
): Promise<GestureAnswer> {
  if (door.link.state === 'eve') return refused(gesture.nonce);
  const { registration, repeated } = await registerAtDoor(
    tx,
    door.event,
    gesture.person,
    { label: labelOf(door), now: door.now },
    async () => {
      const before = await findAnswer(tx, door, gesture.nonce);
      return (before?.registration as RegistrationId | null | undefined) ?? null;
    }
  );
  if (repeated) return { nonce: gesture.nonce, outcome: 'ok', registration };
  return write(tx, { ...scanOf(door, gesture, 'in', 'door'), registration, outcome: 'ok' });
}

async function sign(
  tx: Tx,
  door: Door,
  gesture: Extract<Gesture, { type: 'sign' }>,
  who: Exclude<Whom, 'refused'>
): Promise<GestureAnswer> {
  const { nonce, strokes } = gesture;
  const { entrance, at } = scanOf(door, gesture, 'in', 'hand');
  if (typeof who === 'string' || door.link.state === 'eve') return refused(nonce);
  if (!(await holdAtDoor(tx, door.event.id, who, entrance))) return refused(nonce);
  await writeSignature(tx, { registration: who, entrance, strokes, nonce, at });
  return { nonce, outcome: 'ok', registration: who };
}

function scanOf(
  { event, link, device, now, sentAt, order }: Door,
  gesture: Gesture,
  kind: Scan['kind'],
  means: Scan['means']
): Omit<Scan, 'registration' | 'outcome'> {
  const { from, until } = boundsOf(link);
  const day = { from: from.getTime(), until: until.getTime() };
  return {
    nonce: gesture.nonce,
    event: event.id,
    entrance: readEntrance(gesture.entrance),
    kind,
    means,
    at: new Date(correct({ at: gesture.at, sentAt }, now.getTime(), day)),
    receivedAt: new Date(now.getTime() + order),
    link: link.id,
    device
  };
}

async function write(tx: Tx, scan: Scan): Promise<GestureAnswer> {
  await writeScan(tx, scan);
  return { nonce: scan.nonce, outcome: scan.outcome, registration: scan.registration };
}

function labelOf({ link }: Door): string {
  return link.label ? `Accueil, ${link.label}` : 'Accueil';
}
