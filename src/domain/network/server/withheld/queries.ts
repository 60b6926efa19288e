import type { FoundContent, StoredText } from '#domain/confidentiality/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { WaveId } from '#shared/ids.ts';
import { WAVE_CONTENT } from '../hiding/queries.ts';
import { findAskedByLink } from '../waves/links/queries.ts';
import { findWaveById } from '../waves/queries.ts';

/**
 * A wave as a withholding names it.
 * @param key - the token of a structure: who answers is who reads these words.
 * @returns null when it is no link of ours, or serves no more.
 */
export async function findWaveContent(
  db: Executor,
  _actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const from = await findAskedByLink(db, key);
  const wave = from && (await findWaveById(db, from.wave));
  if (!wave) return null;
  return {
    kind: WAVE_CONTENT,
    id: String(wave.id),
    label: `Interconnaissance : ${wave.title}`,
    territory: wave.territory,
    page: `/interconnaissance/${key}`
  };
}

/** The words of a wave as they are stored, hidden or not: only for who decides, once checked. */
export async function listHiddenWaveTexts(db: Executor, id: string): Promise<StoredText[]> {
  const wave = await findWaveById(db, Number(id) as WaveId);
  return wave?.introduction ? [{ label: 'Mots d’accueil', text: wave.introduction }] : [];
}
