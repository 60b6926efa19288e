import { recordRelationsExport } from '#domain/network/server/figures/commands.ts';
import { exportRelations } from '#domain/network/server/figures/documents.ts';
import { NotFound } from '#shared/errors.ts';
import { getLedTerritory } from '../../../../led.ts';
import type { RequestHandler } from './$types';

/** A POST: taking all the answers away is written in the trace, and no GET writes anything. */
export const POST: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const wave = Number(params.numero);
  if (!/^\d{1,6}$/.test(params.numero)) throw new NotFound('Cette vague n’existe pas.');
  const territory = await getLedTerritory({ db, actor }, params.slug);
  const { csv, count } = await exportRelations(db, actor, territory.id, wave);
  await recordRelationsExport(db, actor, territory.id, { wave, count });
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="interconnaissance-${territory.slug}-vague-${wave}.csv"`,
      'cache-control': 'no-store'
    }
  });
};
