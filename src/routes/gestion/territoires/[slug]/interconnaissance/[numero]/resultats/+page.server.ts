import { listTypes } from '#domain/directory/server/queries.ts';
import { getWaveReading } from '#domain/network/server/figures/queries.ts';
import { NotFound } from '#shared/errors.ts';
import { getLedTerritory } from '../../../led.ts';
import { readAsked } from './asked.ts';
import { readFigures, readView } from './reading.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  if (!/^\d{1,6}$/.test(params.numero)) throw new NotFound('Cette vague n’existe pas.');
  const territory = await getLedTerritory({ db, actor }, params.slug);
  const reading = await getWaveReading(db, actor, territory.id, Number(params.numero));
  const asked = readAsked(url.searchParams, reading.network.structures.length);
  const types = await listTypes(db);
  return {
    wave: reading.wave,
    asked,
    colours: Object.fromEntries(types.map(({ code, colour }) => [code, colour])),
    typeNames: Object.fromEntries(types.map(({ code, name }) => [code, name])),
    ...readFigures(reading),
    view: readView(reading, asked, types)
  };
};
