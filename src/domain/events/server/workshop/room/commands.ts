import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { createPerimeters, replacePerimeter } from '#domain/territory/server/commands.ts';
import type { PerimeterInput } from '#domain/territory/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { allow } from '#server/throttle.ts';
import { NotFound } from '#shared/errors.ts';
import type { PerimeterId, WorkshopCaseId, WorkshopStructureId } from '#shared/ids.ts';
import { NO_SUCH_SEAT, type WorkshopReplyInput, type WorkshopWords } from '../../../workshop.ts';
import { findDrawnPerimeter, getRoom, STAMP } from '../queries.ts';

/** A room shares one address; a structure does not draw three hundred times in ten minutes. */
const PER_ADDRESS = { most: 3000, windowSeconds: 600 };
const PER_STRUCTURE = { most: 300, windowSeconds: 600 };

/** Whoever writes in the room: its link, the structure she writes for, and where from. */
export interface Hand {
  readonly token: string;
  readonly structure: WorkshopStructureId;
  /** Client address, against floods. */
  readonly address: string;
}

export interface RoomRefusal {
  ok: false;
  /** closed: not open, or no longer. ready: the structure said its last word. */
  reason: 'closed' | 'ready' | 'too-many';
}

interface Seat {
  readonly stamp: string;
  readonly version: number;
  readonly perimeter: PerimeterId | null;
  readonly ready: boolean;
}

/** The seat of a structure, held until the transaction ends. @throws NotFound */
async function takeSeat(tx: Tx, hand: Hand): Promise<Seat | RoomRefusal> {
  const room = await getRoom(tx, hand.token);
  // Held against a closing that would come between reading and writing.
  const { rows: open } = await sql`
    select from perimeter_workshop where event_id = ${room.event} and status = 'open' for share`.execute(
    tx
  );
  if (room.status !== 'open' || open.length === 0) return { ok: false, reason: 'closed' };
  const { rows } = await sql<Seat>`
    select o.version, o.perimeter_id as perimeter, o.ready_at is not null as ready,
      ${STAMP} as stamp
    from workshop_structure o where id = ${hand.structure} and event_id = ${room.event} for update`.execute(
    tx
  );
  if (!rows[0]) throw new NotFound(NO_SUCH_SEAT);
  return rows[0];
}

/** Runs what is written for a structure, once nobody else writes for it and the room takes writing. */
async function atTheTable<T>(
  executor: Executor,
  hand: Hand,
  work: (tx: Tx, seat: Seat) => Promise<T>
): Promise<T | RoomRefusal> {
  const isAllowed =
    (await allow(executor, 'workshop-address', hand.address, PER_ADDRESS)) &&
    (await allow(executor, 'workshop-structure', String(hand.structure), PER_STRUCTURE));
  if (!isAllowed) return { ok: false, reason: 'too-many' };
  return inTransaction(executor, async (tx) => {
    const seat = await takeSeat(tx, hand);
    return 'ok' in seat ? seat : work(tx, seat);
  });
}

export type DrawOutcome = { ok: true } | { ok: false; reason: 'stale' } | RoomRefusal;

/**
 * Changes the perimeter drawn by a structure. Gestures that only add or take away apply to what a colleague has just
 * drawn; those that say the whole of what was seen are refused if it has moved.
 * @param change.from - what is changed when nothing was drawn yet: the perimeter of its fiche.
 * @throws NotFound
 */
export function drawPerimeter(
  executor: Executor,
  hand: Hand,
  change: {
    readonly version: number;
    readonly isWhole: boolean;
    readonly from: PerimeterInput;
    readonly apply: (perimeter: PerimeterInput) => PerimeterInput;
  }
): Promise<DrawOutcome> {
  return atTheTable<DrawOutcome>(executor, hand, async (tx, seat) => {
    if (seat.ready) return { ok: false, reason: 'ready' };
    if (change.isWhole && change.version !== seat.version) return { ok: false, reason: 'stale' };
    const drawn = await findDrawnPerimeter(tx, hand.structure);
    const next = change.apply(drawn ?? change.from);
    const id = seat.perimeter ?? (await createPerimeters(tx, [next]))[0]!;
    if (seat.perimeter !== null) await replacePerimeter(tx, seat.perimeter, next);
    await sql`
      update workshop_structure set perimeter_id = ${id}, version = version + 1, updated_at = now(),
        applied_at = null, applied_by = ''
      where id = ${hand.structure}`.execute(tx);
    return { ok: true };
  });
}

export type WordsOutcome =
  | { ok: true }
  /** A colleague has written since: both are shown, nothing is lost. */
  | { ok: false; reason: 'stale' }
  | RoomRefusal
  | SecondReadingRefusal;

/**
 * Writes « nous faisons », « nous ne faisons pas » and the doubts of a structure.
 * @param stamp - of the texts as they were read. @throws NotFound
 */
export function saveWords(
  executor: Executor,
  hand: Hand,
  input: WorkshopWords & { readonly stamp: string; readonly reread: boolean }
): Promise<WordsOutcome> {
  return atTheTable<WordsOutcome>(executor, hand, async (tx, seat) => {
    if (seat.ready) return { ok: false, reason: 'ready' };
    if (seat.stamp !== input.stamp) return { ok: false, reason: 'stale' };
    const { does, doesNot, doubts } = input;
    const refusal = refuseUnread({ does, doesNot, doubts }, input.reread);
    if (refusal) return refusal;
    await sql`
      update workshop_structure set does = ${does}, does_not = ${doesNot}, doubts = ${doubts}, updated_at = now(),
        applied_at = null, applied_by = ''
      where id = ${hand.structure}`.execute(tx);
    return { ok: true };
  });
}

export type ReplyOutcome =
  { ok: true } | { ok: false; reason: 'stale' | 'not-asked' } | RoomRefusal | SecondReadingRefusal;

/**
 * Answers « qui intervient ? » for a structure.
 * @param input.known - when the answer shown had been given; '' when there was none. @throws NotFound
 */
export function answerCase(
  executor: Executor,
  hand: Hand,
  id: WorkshopCaseId,
  input: WorkshopReplyInput & { readonly known: string; readonly reread: boolean }
): Promise<ReplyOutcome> {
  return atTheTable<ReplyOutcome>(executor, hand, async (tx) => {
    const { rows } = await sql<{ asked: boolean; known: Date | null }>`
      select c.status = 'asked' as asked, r.updated_at as known
      from workshop_case c
      join workshop_structure o on o.event_id = c.event_id and o.id = ${hand.structure}
      left join workshop_case_answer r on r.case_id = c.id and r.workshop_structure_id = o.id
      where c.id = ${id}`.execute(tx);
    if (!rows[0]?.asked) return { ok: false, reason: 'not-asked' };
    if (isOlder(input.known, rows[0].known)) return { ok: false, reason: 'stale' };
    const refusal = refuseUnread({ comment: input.comment }, input.reread);
    if (refusal) return refusal;
    await sql`
      insert into workshop_case_answer (case_id, workshop_structure_id, answer, comment, updated_at)
      values (${id}, ${hand.structure}, ${input.answer}, ${input.comment}, clock_timestamp())
      on conflict (case_id, workshop_structure_id) do update
        set answer = excluded.answer, comment = excluded.comment, updated_at = excluded.updated_at`.execute(
      tx
    );
    return { ok: true };
  });
}

/** To the millisecond: the database keeps more than a page can say. */
function isOlder(known: string, kept: Date | null): boolean {
  if (kept === null) return false;
  return known === '' || new Date(known).getTime() !== kept.getTime();
}

/** « C’est notre dernier mot », or takes it back. @throws NotFound */
export function setReady(
  executor: Executor,
  hand: Hand,
  { ready }: { readonly ready: boolean },
  now: Date
): Promise<{ ok: true } | { ok: false; reason: 'empty' } | RoomRefusal> {
  return atTheTable<{ ok: true } | { ok: false; reason: 'empty' } | RoomRefusal>(
    executor,
    hand,
    async (tx) => {
      const { rows } = await sql`
        update workshop_structure set ready_at = ${ready ? now : null}, version = version + 1
        where id = ${hand.structure}
          and (${!ready} or perimeter_id is not null or does <> '' or does_not <> '') returning id`.execute(
        tx
      );
      return rows.length > 0 ? { ok: true } : { ok: false, reason: 'empty' };
    }
  );
}
