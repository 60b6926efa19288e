/** Answering a proposal: accepted in one gesture, or refused with a reason; both can be taken back. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import { says, type Proposal, type SheetNote } from '../../../notes.ts';
import type { ActionSheet } from '../../../sheet.ts';
import { holdSheet } from '../../holding/commands.ts';
import { findPlan } from '../../queries.ts';
import { findVersion } from '../../versions/queries.ts';
import { writeSheet } from '../../writing/commands.ts';
import { traceNote } from '../commands.ts';
import { getNoteWithSheet } from '../queries.ts';

/**
 * settled: it was answered or taken back meanwhile. changed: the heading says something else than what was read.
 * hidden: it waits to be read again. heading: the plan has this heading no more.
 */
export type Answered =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'settled' | 'changed' | 'hidden' | 'heading' };

/**
 * Accepts a proposal: the heading says what was proposed.
 * @param seen.version - of the sheet that was read beside it: if the heading has changed since, nothing is written.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function acceptProposal(
  executor: Executor,
  actor: Actor,
  id: number,
  seen: { readonly version: number },
  now: Date
): Promise<Answered> {
  return inTransaction(executor, async (tx) => {
    const { note, proposal, sheet } = await holdProposal(tx, actor, id);
    if (note.status !== 'open') return { ok: false, reason: 'settled' };
    if (note.isHidden) return { ok: false, reason: 'hidden' };
    const { heading, proposed } = proposal;
    if (!(await saysAsIn(tx, sheet, heading, seen.version)))
      return { ok: false, reason: 'changed' };
    const before = sheet.texts[heading] ?? [];
    const isWritten = await writeHeading(tx, actor, sheet, { heading, items: proposed });
    if (!isWritten) return { ok: false, reason: 'heading' };
    await settle(tx, actor, note, { status: 'accepted', now, before });
    return { ok: true };
  });
}

/**
 * Refuses a proposal, with a reason that its author reads.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function refuseProposal(
  executor: Executor,
  actor: Actor,
  id: number,
  { answer, reread = false }: { readonly answer: string; readonly reread?: boolean },
  now: Date
): Promise<Answered | SecondReadingRefusal> {
  return inTransaction(executor, async (tx) => {
    const { note, sheet } = await holdProposal(tx, actor, id);
    if (note.status !== 'open') return { ok: false, reason: 'settled' };
    const unread = refuseUnread({ answer }, reread);
    if (unread) return unread;
    await settle(tx, actor, note, { status: 'refused', now, answer });
    await traceNote(tx, actor, sheet, 'refuse');
    return { ok: true };
  });
}

/**
 * Takes an answer back: the proposal waits again, and the heading says what it said, if nobody has written it since.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function reopenProposal(executor: Executor, actor: Actor, id: number): Promise<Answered> {
  return inTransaction(executor, async (tx) => {
    const { note, proposal, sheet } = await holdProposal(tx, actor, id);
    if (note.status !== 'accepted' && note.status !== 'refused')
      return { ok: false, reason: 'settled' };
    if (note.status === 'accepted') {
      const { heading, before, proposed } = proposal;
      if (!says(sheet.texts, heading, proposed)) return { ok: false, reason: 'changed' };
      const isWritten = await writeHeading(tx, actor, sheet, { heading, items: before });
      if (!isWritten) return { ok: false, reason: 'heading' };
    }
    await settle(tx, actor, note, { status: 'open', now: null });
    await traceNote(tx, actor, sheet, 'reopen');
    return { ok: true };
  });
}

async function holdProposal(
  tx: Tx,
  actor: Actor,
  id: number
): Promise<{ note: SheetNote; proposal: Proposal; sheet: ActionSheet }> {
  const first = await getNoteWithSheet(tx, id);
  const sheet = await holdSheet(tx, actor, first.sheet.id);
  await sql`select from action_sheet_note where id = ${id} for update`.execute(tx);
  const { note } = await getNoteWithSheet(tx, id);
  if (!note.proposal) throw new NotFound('Cette proposition n’existe pas.');
  return { note, proposal: note.proposal, sheet };
}

/** Whether a heading says now what it said in a version. */
async function saysAsIn(
  tx: Tx,
  sheet: ActionSheet,
  heading: string,
  version: number
): Promise<boolean> {
  if (version === sheet.version) return true;
  const read = await findVersion(tx, sheet.id, version);
  return read !== null && says(sheet.texts, heading, read.document.texts[heading] ?? []);
}

/** What is proposed was read again by its author when it was written. */
async function writeHeading(
  tx: Tx,
  actor: Actor,
  sheet: ActionSheet,
  { heading, items }: { readonly heading: string; readonly items: readonly string[] }
): Promise<boolean> {
  const { headings } = (await findPlan(tx, { id: sheet.place.plan.id }))!;
  const label = headings.find(({ key }) => key === heading)?.label ?? heading;
  const input = { texts: { [heading]: [...items] } };
  const options = { reread: true, change: `${label} (proposition)` };
  return (await writeSheet(tx, actor, sheet.id, input, options)).ok;
}

async function settle(
  tx: Tx,
  actor: Actor,
  { id, version }: SheetNote,
  said: {
    readonly status: 'open' | 'accepted' | 'refused';
    readonly now: Date | null;
    readonly answer?: string;
    readonly before?: readonly string[];
  }
): Promise<void> {
  const by = said.now && actor.kind === 'person' ? actor.id : null;
  await tx
    .updateTable('action_sheet_note')
    .set({
      ...{ status: said.status, answer: said.answer ?? '', answered_by: by },
      ...{ answered_at: said.now, version: version + 1 },
      ...(said.before && { before: JSON.stringify(said.before) })
    })
    .where('id', '=', id)
    .execute();
}
