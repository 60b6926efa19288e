import { erasing, hiding } from '#domain/territory/server/withheld/commands.ts';
import type { WaveId } from '#shared/ids.ts';
import { NO_SUCH_LINK } from '../waves/links/queries.ts';
import { findWaveContent } from './queries.ts';

/** Hides the words of a wave at once, and tells the animators of its territory. @throws NotFound */
export const withholdWave = hiding(findWaveContent, NO_SUCH_LINK);

/** Erases the words of a wave for good. @throws NotFound, or Forbidden unless the actor decides for its territory. */
export const removeWaveTexts = erasing(async (tx, _actor, id: WaveId) => {
  await tx
    .updateTable('wave')
    .set((eb) => ({ introduction: '', version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
});
