import type { FoundContent, StoredText } from '#domain/confidentiality/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { NewsletterId } from '#shared/ids.ts';
import { withDe } from '#shared/text.ts';
import { LETTER_LABELS, sayMonth, type Newsletter } from '../../../newsletter.ts';
import { findNewsletter, LETTER_CONTENT } from '../queries.ts';
import { canReadLetter } from '../reading/queries.ts';

/**
 * A letter that was sent, as a withholding names it: by its month, without a word of it. What is hidden already is found by
 * whoever could read it before.
 * @param key - its identifier. @returns null when there is none that the actor may read.
 */
export async function findLetterContent(
  db: Executor,
  actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const letter = await findByKey(db, key);
  if (!letter || !canReadLetter(actor, { ...letter, hidden: false })) return null;
  const { id, territory, month } = letter;
  const all = `/territoires/${territory.slug}/lettres`;
  return {
    ...{ kind: LETTER_CONTENT, id: String(id), territory: territory.id },
    label: `Lettre ${withDe(sayMonth(month))}`,
    page: letter.hidden ? all : `${all}/${month}`
  };
}

/** The words of a letter as they are stored, hidden or not: only for who decides, once checked. */
export async function listLetterTexts(db: Executor, key: string): Promise<StoredText[]> {
  const letter = await findByKey(db, key);
  if (!letter) return [];
  return [
    { label: 'Objet', text: letter.subject },
    { label: 'Introduction', text: letter.introduction },
    ...letter.items.map(({ kind, title, text }) => ({
      label: LETTER_LABELS[kind] || 'Vos mots',
      text: [title, text].filter(Boolean).join('\n')
    }))
  ].filter(({ text }) => text !== '');
}

async function findByKey(db: Executor, key: string): Promise<Newsletter | null> {
  const id = Number(key);
  if (!Number.isSafeInteger(id) || id <= 0) return null;
  return findNewsletter(db, { id: id as NewsletterId });
}
