import type { Wave } from '#domain/network/model.ts';
import { getLedWave } from '#domain/network/server/waves/followup/queries.ts';
import type { Territory } from '#domain/territory/model.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { numberOf } from '../../../rencontres/reading.ts';

/** The wave that an address names. @throws NotFound, Forbidden for whoever does not lead the territory. */
export async function ledWave(
  { db, actor }: Pick<App.Locals, 'db' | 'actor'>,
  params: { slug: string; numero: string }
): Promise<{ territory: Territory; wave: Wave; path: string }> {
  const territory = await getTerritory(db, params.slug);
  const wave = await getLedWave(db, actor, territory.id, numberOf(params.numero));
  const path = `/gestion/territoires/${territory.slug}/interconnaissance/${wave.number}`;
  return { territory, wave, path };
}
