import type { FoundContent, StoredText } from '#domain/confidentiality/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { NOTE_KIND_LABELS } from '../../../notes.ts';
import { canReadDiscussion } from '../../../rules.ts';
import { nameSheet } from '../../../sheet.ts';
import { getNoteWithSheet, NOTE_CONTENT } from '../../notes/queries.ts';
import { findPlan } from '../../queries.ts';
import { nothing, pageOf } from '../queries.ts';

/**
 * A note, a comment or a proposal as a withholding names it.
 * @param key - its identifier.
 * @returns null when there is none that the actor may read.
 */
export async function findNoteContent(
  db: Executor,
  actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const found = await findNote(db, key);
  if (!found || !canReadDiscussion(actor, found.sheet.place)) return null;
  const { note, sheet } = found;
  const plan = await findPlan(db, { id: sheet.place.plan.id });
  if (!plan || note.status === 'withdrawn') return null;
  return {
    ...{ kind: NOTE_CONTENT, id: String(note.id), territory: sheet.place.plan.territory },
    label: `${NOTE_KIND_LABELS[note.kind]} : ${plan.shortTitle}, ${nameSheet(plan.sheetWord, sheet)}`,
    page: `${pageOf(plan, sheet)}/discussion`
  };
}

/** The words of a note as they are stored, hidden or not: only for who decides, once checked. */
export async function listHiddenNoteTexts(db: Executor, key: string): Promise<StoredText[]> {
  const found = await findNote(db, key);
  if (!found) return [];
  const { body, answer, proposal } = found.note;
  return [
    { label: 'Texte', text: body },
    { label: 'Ce qui est proposé', text: proposal?.proposed.join('\n') ?? '' },
    { label: 'Réponse', text: answer }
  ].filter(({ text }) => text !== '');
}

async function findNote(db: Executor, key: string) {
  const id = Number(key);
  if (!Number.isSafeInteger(id) || id <= 0) return null;
  return getNoteWithSheet(db, id).catch(nothing);
}
