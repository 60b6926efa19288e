import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { isPerson } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ActionSheetId, PersonId } from '#shared/ids.ts';
import { withoutNoteTexts, withoutHeadingTexts, type SheetNote } from '../../notes.ts';
import { canReadDiscussion, canWriteSheet } from '../../rules.ts';
import type { ActionSheet } from '../../sheet.ts';
import { findSheet } from '../sheets/queries.ts';

/** What withholdings call a note, a comment or a proposal. */
export const NOTE_CONTENT = 'sheet-note';

/**
 * What is said of a sheet, the last first: without the words that are withheld, but to who wrote them; what was taken
 * back is its author’s. One statement for one note as for a hundred.
 * @throws Forbidden unless the actor is of the network, or pilots the sheet.
 */
export async function listNotes(
  db: Executor,
  actor: Actor,
  sheet: Pick<ActionSheet, 'id' | 'place' | 'textsHidden'>
): Promise<SheetNote[]> {
  if (!canReadDiscussion(actor, sheet.place))
    throw new Forbidden('La discussion d’une fiche se lit entre membres du réseau.');
  const notes = await readNotes(db, sql`n.sheet_id = ${sheet.id}`);
  const hidesSheet = sheet.textsHidden && !canWriteSheet(actor, sheet.place);
  return notes
    .filter((note) => note.status !== 'withdrawn' || isAuthor(actor, note))
    .map((note) => (note.isHidden && !isAuthor(actor, note) ? withoutNoteTexts(note) : note))
    .map((note) => (hidesSheet ? withoutHeadingTexts(note) : note));
}

/** A note with its sheet, whoever asks: for what has already been decided. @throws NotFound */
export async function getNoteWithSheet(
  db: Executor,
  id: number
): Promise<{ note: SheetNote; sheet: ActionSheet }> {
  const [note] = await readNotes<SheetNote & { sheet: ActionSheetId }>(db, sql`n.id = ${id}`);
  const sheet = note && (await findSheet(db, { id: note.sheet }));
  if (!note || !sheet) throw new NotFound('Ce texte n’existe plus.');
  return { note, sheet };
}

/** Wrote this note. */
export function isAuthor(actor: Actor, { author }: Pick<SheetNote, 'author'>): boolean {
  return author.id !== null && isPerson(actor, author.id);
}

interface Row extends Omit<SheetNote, 'author' | 'answeredAt' | 'createdAt' | 'proposal'> {
  readonly author: string;
  readonly authorId: PersonId | null;
  readonly heading: string;
  readonly before: string[] | null;
  readonly proposed: string[] | null;
  readonly answeredAt: Date | null;
  readonly createdAt: Date;
}

async function readNotes<T extends SheetNote = SheetNote>(
  db: Executor,
  where: RawBuilder<unknown>
): Promise<T[]> {
  const { rows } = await sql<Row>`
    select n.id, n.sheet_id as sheet, n.kind, n.written_on::text as "writtenOn", n.author, n.author_id as "authorId",
      n.body, n.heading, n.before, n.proposed, n.status, n.answer, n.answered_at as "answeredAt",
      n.created_at as "createdAt", n.version,
      exists (select from withholding w where w.content_kind = 'sheet-note'
        and w.content_id = n.id::text and w.status = 'withheld') as "isHidden"
    from action_sheet_note n where ${where} order by n.created_at desc, n.id desc`.execute(db);
  return rows.map(({ author, authorId, heading, before, proposed, ...row }) => ({
    ...row,
    author: { id: authorId, name: author },
    proposal:
      row.kind === 'proposal' ? { heading, before: before ?? [], proposed: proposed ?? [] } : null
  })) as unknown as T[];
}
