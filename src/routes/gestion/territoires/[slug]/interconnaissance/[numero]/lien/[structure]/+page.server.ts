import { redirect } from '@sveltejs/kit';
import { waveState } from '#domain/network/rules.ts';
import { listFollowed } from '#domain/network/server/waves/followup/queries.ts';
import { revokeWaveLink } from '#domain/network/server/waves/links/commands.ts';
import { drawCode } from '#domain/registrations/server/links/documents.ts';
import { siteAddress } from '#server/http/address.ts';
import { NotFound } from '#shared/errors.ts';
import type { WaveStructureId } from '#shared/ids.ts';
import { numberOf } from '../../../../../../rencontres/reading.ts';
import { ledWave } from '../../../led-wave.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { territory, wave, path } = await ledWave(locals, params);
  const followed = await listFollowed(locals.db, locals.actor, wave);
  const one = followed.find(({ id }) => id === numberOf(params.structure));
  if (!one) throw new NotFound('Cette structure n’est pas dans cette vague.');
  const address = siteAddress(one.link);
  return {
    ...{ territory, wave, path, structure: one, address },
    isOpen: waveState(wave, new Date()) === 'open',
    code: drawCode(address),
    changed: url.searchParams.has('change')
  };
};

export const actions: Actions = {
  changer: async ({ locals, params }) => {
    const { wave } = await ledWave(locals, params);
    const row = numberOf(params.structure) as WaveStructureId;
    await revokeWaveLink(locals.db, locals.actor, wave.id, row);
    redirect(303, '?change');
  }
};
