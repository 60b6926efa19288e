/** Saying something of a sheet: a note of its pilots, a comment, a proposal; correcting and taking back one’s own. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import type { NoteInput, ProposalInput } from '../../forms/note.ts';
import { proposableHeadings, says, type SheetNote } from '../../notes.ts';
import { canCommentSheet, canWriteSheet } from '../../rules.ts';
import type { ActionSheet } from '../../sheet.ts';
import { findPlan } from '../queries.ts';
import { getSheet } from '../sheets/queries.ts';
import { getNoteWithSheet, isAuthor } from './queries.ts';

export type NoteSaved = { readonly ok: true; readonly note: number } | SecondReadingRefusal;

/**
 * Adds a dated note of the pilots, or a comment. Sent twice, it is added once.
 * @throws NotFound, Forbidden: a note is written by who writes the sheet, a comment by who reads it in the network.
 */
export function addNote(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  {
    kind,
    input,
    reread = false
  }: {
    readonly kind: 'note' | 'comment';
    readonly input: NoteInput;
    readonly reread?: boolean;
  }
): Promise<NoteSaved> {
  return inTransaction(executor, async (tx) => {
    const sheet = await holdReadSheet(tx, actor, id);
    const may = kind === 'note' ? canWriteSheet : canCommentSheet;
    if (!may(actor, sheet.place)) throw new Forbidden(NOT_HERE[kind]);
    const { body, writtenOn } = input;
    const same = await findSame(tx, actor, id, sql`n.kind = ${kind} and n.body = ${body}`);
    if (same !== null) return { ok: true, note: same };
    const unread = refuseUnread({ body }, reread);
    if (unread) return unread;
    return {
      ok: true,
      note: await insert(tx, actor, sheet, { kind, body, written_on: writtenOn })
    };
  });
}

const NOT_HERE = {
  note: 'Les notes d’une fiche sont écrites par ses pilotes.',
  comment: 'Les membres du réseau commentent une fiche, tant que son plan n’est pas clos.'
};

export type ProposalSaved =
  | { readonly ok: true; readonly note: number }
  /** It is what the sheet says already; this heading is not written in this plan; the texts of the sheet are withheld. */
  | { readonly ok: false; readonly reason: 'same' | 'heading' | 'hidden' }
  | SecondReadingRefusal;

/**
 * Proposes other words for a heading of a sheet: who writes it accepts or refuses. Sent twice, it is proposed once.
 * @throws NotFound, Forbidden unless the actor reads it in the network, and its plan is not closed.
 */
export function proposeWords(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  input: ProposalInput,
  { today, reread = false }: { readonly today: string; readonly reread?: boolean }
): Promise<ProposalSaved> {
  return inTransaction(executor, async (tx) => {
    const sheet = await holdReadSheet(tx, actor, id);
    if (!canCommentSheet(actor, sheet.place)) throw new Forbidden(NOT_HERE.comment);
    if (sheet.textsHidden && !canWriteSheet(actor, sheet.place))
      return { ok: false, reason: 'hidden' };
    const { heading, proposed, body } = input;
    const plan = (await findPlan(tx, { id: sheet.place.plan.id }))!;
    if (!proposableHeadings(plan.headings).some(({ key }) => key === heading))
      return { ok: false, reason: 'heading' };
    const asked = JSON.stringify(proposed);
    const alike = sql`n.kind = 'proposal' and n.status = 'open' and n.heading = ${heading}
      and n.proposed = ${asked}::jsonb`;
    const same = await findSame(tx, actor, id, alike);
    if (same !== null) return { ok: true, note: same };
    if (says(sheet.texts, heading, proposed)) return { ok: false, reason: 'same' };
    const before = sheet.texts[heading] ?? [];
    const fresh = proposed.filter((item) => !before.includes(item)).join('\n');
    const unread = refuseUnread({ proposed: fresh, body }, reread);
    if (unread) return unread;
    const words = { heading, before: JSON.stringify(before), proposed: asked };
    const row = { kind: 'proposal' as const, body, written_on: today, ...words };
    return { ok: true, note: await insert(tx, actor, sheet, row) };
  });
}

export type NoteEdited =
  NoteSaved | { readonly ok: false; readonly reason: 'conflict'; readonly theirs: SheetNote };

/** Corrects one’s own note or comment. @throws NotFound, Forbidden unless it is hers and may still be written. */
export function editNote(
  executor: Executor,
  actor: Actor,
  id: number,
  {
    version,
    input,
    reread = false
  }: {
    readonly version: number;
    readonly input: NoteInput;
    readonly reread?: boolean;
  }
): Promise<NoteEdited> {
  return inTransaction(executor, async (tx) => {
    const { note, sheet } = await holdOwnNote(tx, actor, id);
    if (note.kind === 'proposal')
      throw new Forbidden('Retirez cette proposition, et faites-en une autre.');
    const { body, writtenOn } = input;
    if (note.body === body && note.writtenOn === writtenOn) return { ok: true, note: id };
    if (note.version !== version) return { ok: false, reason: 'conflict', theirs: note };
    const unread = refuseUnread({ body }, reread);
    if (unread) return unread;
    await tx
      .updateTable('action_sheet_note')
      .set({ body, written_on: writtenOn, version: note.version + 1 })
      .where('id', '=', id)
      .execute();
    await traceNote(tx, actor, sheet, 'edit');
    return { ok: true, note: id };
  });
}

/**
 * Takes one’s own words back, or puts them back: nobody else reads them meanwhile.
 * @returns false when there is nothing to do: a proposal that was answered stands.
 * @throws NotFound, Forbidden unless they are hers.
 */
export function withdrawNote(
  executor: Executor,
  actor: Actor,
  id: number,
  gesture: 'withdraw' | 'restore'
): Promise<boolean> {
  return inTransaction(executor, async (tx) => {
    const { note, sheet } = await holdOwnNote(tx, actor, id);
    const [from, to] = gesture === 'withdraw' ? ['open', 'withdrawn'] : ['withdrawn', 'open'];
    if (note.status !== from) return false;
    await tx
      .updateTable('action_sheet_note')
      .set({ status: to, version: note.version + 1 })
      .where('id', '=', id)
      .execute();
    await traceNote(tx, actor, sheet, gesture);
    return true;
  });
}

/** Held until the transaction ends: what is sent twice at once is written once. */
async function holdReadSheet(tx: Tx, actor: Actor, id: ActionSheetId): Promise<ActionSheet> {
  await sql`select from action_sheet where id = ${id} for no key update`.execute(tx);
  return getSheet(tx, actor, { id });
}

async function holdOwnNote(tx: Tx, actor: Actor, id: number) {
  await sql`select from action_sheet_note where id = ${id} for update`.execute(tx);
  const found = await getNoteWithSheet(tx, id);
  if (!isAuthor(actor, found.note)) throw new Forbidden('Ces mots sont d’une autre personne.');
  // Who has left the network reads the sheet no more; a closed plan is discussed no more, wherever the form was sent to.
  const { place } = await getSheet(tx, actor, { id: found.sheet.id });
  if (!canCommentSheet(actor, place)) throw new Forbidden(NOT_HERE.comment);
  return found;
}

async function findSame(
  tx: Tx,
  actor: Actor,
  sheet: ActionSheetId,
  alike: ReturnType<typeof sql>
): Promise<number | null> {
  if (actor.kind !== 'person') return null;
  const { rows } = await sql<{ id: number }>`
    select n.id from action_sheet_note n where n.sheet_id = ${sheet} and n.author_id = ${actor.id}
      and n.status <> 'withdrawn' and ${alike} order by n.id limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

interface NewRow {
  readonly kind: 'note' | 'comment' | 'proposal';
  readonly body: string;
  readonly written_on: string;
  readonly heading?: string;
  readonly before?: string;
  readonly proposed?: string;
}

async function insert(tx: Tx, actor: Actor, sheet: ActionSheet, row: NewRow): Promise<number> {
  const by = actor.kind === 'person' ? actor.id : null;
  const { id } = await tx
    .insertInto('action_sheet_note')
    .values({ ...row, sheet_id: sheet.id, author_id: by, author: actorLabel(actor) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await traceNote(tx, actor, sheet, row.kind);
  return id;
}

/** Keeps the trace of what was said of a sheet, never of the words. */
export function traceNote(
  tx: Tx,
  actor: Actor,
  { id, number, title, place }: ActionSheet,
  gesture: string
) {
  const target = { kind: 'action-sheet', id, label: `${number} ${title}` };
  const territory = place.plan.territory;
  return recordAudit(tx, actor, { action: 'sheet.note', target, territory, detail: { gesture } });
}
