import { waveState } from '#domain/network/rules.ts';
import { countProgress, listWaveEvents } from '#domain/network/server/waves/followup/queries.ts';
import { listWaves } from '#domain/network/server/waves/queries.ts';
import { getLedTerritory } from '../led.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { db, actor } = locals;
  const territory = await getLedTerritory(locals, params.slug);
  const now = new Date();
  const progress = await countProgress(db, actor, territory.id);
  const events = await listWaveEvents(db, actor, territory.id);
  const waves = await listWaves(db, territory.id);
  return {
    territory,
    deleted: url.searchParams.get('supprimee'),
    waves: waves.toReversed().map((wave) => ({
      ...wave,
      state: waveState(wave, now),
      progress: progress.get(wave.id) ?? null,
      around: events.find(({ id }) => id === wave.event) ?? null
    }))
  };
};
