import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, type Issue } from '#shared/errors.ts';
import type { EventId, ProgrammeSessionId, RoomId } from '#shared/ids.ts';
import type { Event } from '../../model.ts';
import {
  shiftSpan,
  type SessionInput,
  type SessionTextInput,
  type Shift
} from '../../programme.ts';
import { canEditSession } from '../../rules.ts';
import { getManagedEventById } from '../queries.ts';
import { holdEvent } from '../rows/commands.ts';
import { countChoices } from './queries.ts';
import {
  linkSession,
  listUnknown,
  lockSession,
  recordProgramme,
  sessionColumns,
  type SessionRow
} from './rows/commands.ts';
import { createSpeaker } from './speakers/commands.ts';

/** stale: somebody changed it since it was read. gone: somebody deleted it. */
type Refusal =
  | { ok: false; reason: 'stale' | 'gone' | 'too-short' }
  | { ok: false; reason: 'invalid'; issues: readonly Issue[] }
  | { ok: false; reason: 'below-taken'; taken: number }
  | { ok: false; reason: 'still-chosen'; people: number };

export type SessionOutcome =
  { ok: true; session: ProgrammeSessionId; taken: number } | Refusal | SecondReadingRefusal;

/** Which session, as it was read. */
export interface SessionKey {
  readonly event: EventId;
  readonly session: ProgrammeSessionId;
  readonly version: number;
}

/**
 * Adds a session to the programme of an edition.
 * @throws Forbidden, NotFound.
 */
export function createSession(
  executor: Executor,
  actor: Actor,
  input: { readonly event: EventId; readonly session: SessionInput; readonly reread: boolean }
): Promise<SessionOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, input.event);
    const refusal = await refuseSession(tx, event, input.session);
    if (refusal) return refusal;
    const unread = refuseUnread(freeTexts(input.session), input.reread);
    if (unread) return unread;
    const { id } = await tx
      .insertInto('programme_session')
      .values({ event_id: event.id, ...sessionColumns(input.session, event) })
      .returning('id')
      .executeTakeFirstOrThrow();
    const session = id as ProgrammeSessionId;
    await linkSession(tx, session, await withGuest(tx, actor, event.id, input.session));
    await recordProgramme(tx, actor, event, {
      action: 'session.create',
      id,
      label: input.session.title
    });
    return { ok: true, session, taken: 0 };
  });
}

/**
 * Changes a session whole. Its places cannot go below those that are held, nor may it stop being chosen while people
 * have chosen it: the figure is told.
 * @throws Forbidden, NotFound.
 */
export function updateSession(
  executor: Executor,
  actor: Actor,
  key: SessionKey,
  input: { readonly session: SessionInput; readonly reread: boolean }
): Promise<SessionOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, key.event);
    const before = await lockSession(tx, event.id, key.session);
    if (!before) return { ok: false, reason: 'gone' };
    if (before.version !== key.version) return { ok: false, reason: 'stale' };
    const refusal =
      (await refuseSession(tx, event, input.session)) ??
      (await refusePlaces(tx, before, input.session));
    if (refusal) return refusal;
    const unread = refuseUnread(changedTexts(before, input.session), input.reread);
    if (unread) return unread;
    await write(tx, key.session, sessionColumns(input.session, event));
    await linkSession(tx, key.session, await withGuest(tx, actor, event.id, input.session));
    return done(tx, actor, event, { ...before, title: input.session.title }, 'session.update');
  });
}

/**
 * Changes what a session says: its organisers, or the partner it was given to. Time, room and places stay.
 * @throws Forbidden, NotFound.
 */
export function updateSessionText(
  executor: Executor,
  actor: Actor,
  key: SessionKey,
  input: { readonly text: SessionTextInput; readonly reread: boolean }
): Promise<SessionOutcome> {
  return inTransaction(executor, async (tx) => {
    // In the order of every other change of a session, which ends on the edition.
    const before = await lockSession(tx, key.event, key.session);
    const event = await holdEvent(tx, key.event);
    if (!canEditSession(actor, event.place, key.session))
      throw new Forbidden('Cette séance est confiée à d’autres personnes.');
    if (!before) return { ok: false, reason: 'gone' };
    if (before.version !== key.version) return { ok: false, reason: 'stale' };
    const unread = refuseUnread(changedTexts(before, input.text), input.reread);
    if (unread) return unread;
    const { title, description, materials } = input.text;
    await write(tx, key.session, { title, description, materials });
    return done(tx, actor, event, { ...before, title }, 'session.update');
  });
}

/**
 * One gesture on the time of a session, a quarter of an hour.
 * @throws Forbidden, NotFound.
 */
export function shiftSession(
  executor: Executor,
  actor: Actor,
  key: SessionKey,
  shift: Shift
): Promise<SessionOutcome> {
  return change(executor, actor, key, async (tx, event, before) => {
    const span = shiftSpan(before, shift);
    if (!span) return { ok: false, reason: 'too-short' };
    await write(tx, key.session, { starts_at: span.startsAt, ends_at: span.endsAt });
    return done(tx, actor, event, before, 'session.move', shift);
  });
}

/**
 * Moves a session to a room of its edition, or to none.
 * @throws Forbidden, NotFound.
 */
export function moveSessionToRoom(
  executor: Executor,
  actor: Actor,
  key: SessionKey,
  room: RoomId | null
): Promise<SessionOutcome> {
  return change(executor, actor, key, async (tx, event, before) => {
    const issues = await listUnknown(tx, event.id, { room, speakers: [], themes: [] });
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    await write(tx, key.session, { room_id: room });
    return done(tx, actor, event, before, 'session.move');
  });
}

/**
 * Adds beside a session one like it, at the same time: no room and no speaker, who cannot be in both.
 * @throws Forbidden, NotFound.
 */
export function duplicateSession(
  executor: Executor,
  actor: Actor,
  key: SessionKey
): Promise<SessionOutcome> {
  return change(executor, actor, key, async (tx, event) => {
    const { rows } = await sql<{ id: ProgrammeSessionId; title: string }>`
      insert into programme_session
        (event_id, kind, title, description, starts_at, ends_at, chosen, capacity, materials)
      select event_id, kind, left(title, 190) || ' (copie)', description, starts_at, ends_at, chosen,
        capacity, materials
      from programme_session where id = ${key.session}
      returning id, title`.execute(tx);
    const { id, title } = rows[0]!;
    await sql`
      insert into programme_session_theme (session_id, theme_code)
      select ${id}, theme_code from programme_session_theme where session_id = ${key.session}`.execute(
      tx
    );
    await recordProgramme(tx, actor, event, { action: 'session.create', id, label: title });
    return { ok: true, session: id, taken: 0 };
  });
}

/** A gesture on a session as it was read. A duplicate changes nothing of it, but must know what it copies. */
function change(
  executor: Executor,
  actor: Actor,
  key: SessionKey,
  gesture: (tx: Tx, event: Event, before: SessionRow) => Promise<SessionOutcome>
): Promise<SessionOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await getManagedEventById(tx, actor, key.event);
    const before = await lockSession(tx, event.id, key.session);
    if (!before) return { ok: false, reason: 'gone' };
    if (before.version !== key.version) return { ok: false, reason: 'stale' };
    return gesture(tx, event, before);
  });
}

/** Somebody new joins those who speak, after the others. */
async function withGuest(
  tx: Tx,
  actor: Actor,
  event: EventId,
  session: SessionInput
): Promise<SessionInput> {
  if (!session.guest) return session;
  const { role, ...who } = session.guest;
  const speaker = await createSpeaker(tx, actor, event, who);
  return { ...session, speakers: [...session.speakers, { speaker, role }] };
}

async function write(
  tx: Tx,
  session: ProgrammeSessionId,
  columns: Partial<ReturnType<typeof sessionColumns>>
): Promise<void> {
  await tx
    .updateTable('programme_session')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1), updated_at: sql<Date>`now()` }))
    .where('id', '=', session)
    .execute();
}

async function done(
  tx: Tx,
  actor: Actor,
  event: Event,
  { id, title }: SessionRow,
  action: 'session.update' | 'session.move',
  shift?: Shift
): Promise<SessionOutcome> {
  await recordProgramme(tx, actor, event, { action, id, label: title, ...(shift && { shift }) });
  return { ok: true, session: id, taken: await countChoices(tx, id) };
}

/** Rooms, people and themes it names must be there; a skipped hour of spring must not swallow it. */
async function refuseSession(tx: Tx, event: Event, session: SessionInput): Promise<Refusal | null> {
  const { starts_at, ends_at } = sessionColumns(session, event);
  const swallowed = { path: 'endsAt', message: 'La séance doit finir après avoir commencé.' };
  const issues = [
    ...(ends_at > starts_at ? [] : [swallowed]),
    ...(await listUnknown(tx, event.id, session))
  ];
  return issues.length > 0 ? { ok: false, reason: 'invalid', issues } : null;
}

async function refusePlaces(
  tx: Tx,
  before: SessionRow,
  next: SessionInput
): Promise<Refusal | null> {
  if (before.chosen && !next.chosen) {
    const people = await countChoices(tx, before.id);
    if (people > 0) return { ok: false, reason: 'still-chosen', people };
  }
  if (next.capacity === null) return null;
  // Locked: a registration that takes a place meanwhile waits, then sees the new capacity.
  const { rows } = await sql<{ taken: number }>`
    select taken from place_pool where session_id = ${before.id} for update`.execute(tx);
  const taken = rows[0]?.taken ?? 0;
  return next.capacity < taken ? { ok: false, reason: 'below-taken', taken } : null;
}

function freeTexts({ title, description, materials }: SessionTextInput) {
  return { title, description, materials };
}

/** What was read again once is not asked about again. */
function changedTexts(before: SessionRow, next: SessionTextInput) {
  return Object.fromEntries(
    Object.entries(freeTexts(next)).filter(
      ([field, text]) => before[field as keyof SessionTextInput] !== text
    )
  );
}
