import type { FoundContent, StoredText } from '#domain/confidentiality/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { DomainError } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { whoDoes } from '../../follow-ups.ts';
import { ITEM_KIND_LABELS } from '../../wording.ts';
import { MINUTES_CONTENT } from '../hiding/queries.ts';
import { findMinutesReader, minutesLink } from '../links/queries.ts';
import { readMinutes } from '../queries.ts';
import { getMinutes } from '../reading/queries.ts';

/**
 * Minutes as a withholding names them.
 * @param key - the address of the edition, then « ~ » and the key of who is registered when she reads by a link.
 * @returns null when there are none that the actor may read.
 */
export async function findMinutesContent(
  db: Executor,
  actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const [slug = '', token = ''] = key.split('~');
  const read = await getMinutes(db, actor, { slug, token }).catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
  if (!read) return null;
  const { id, title, territory } = read.event;
  const isHolder = token !== '' && (await findMinutesReader(db, token)) !== null;
  return {
    kind: MINUTES_CONTENT,
    id: String(id),
    label: `Compte rendu : ${title}`,
    territory: territory.id,
    page: minutesLink(slug, isHolder ? token : '')
  };
}

/** The texts of minutes as they are stored, hidden or not: only for who decides, once checked. */
export async function listHiddenMinutesTexts(db: Executor, id: string): Promise<StoredText[]> {
  const { summary, nextMeeting, items, followUps } = await readMinutes(db, Number(id) as EventId);
  return [
    { label: 'Résumé', text: summary },
    ...items.map(({ kind, title, body }) => ({
      label: ITEM_KIND_LABELS[kind],
      text: [title, body].filter(Boolean).join('\n')
    })),
    ...followUps.map((one) => ({
      label: 'Qui fait quoi',
      text: [one.what, whoDoes(one), one.outcome].filter(Boolean).join('\n')
    })),
    { label: 'Prochaine date', text: nextMeeting }
  ].filter(({ text }) => text !== '');
}
