import { pageOf } from '#domain/sharing/model.ts';
import { nameZones } from '#domain/sharing/server/naming/queries.ts';
import { composeExperience } from '#domain/sharing/server/papers/documents.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import { listReuses } from '#domain/sharing/server/reuse/queries.ts';
import { askedExperience } from '../asked.ts';
import type { RequestHandler } from './$types';

/** The experience on paper, with what its reader may read of it. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { db, actor } = locals;
  const experience = await askedExperience({ locals, params });
  const [zones, reuses, related] = await Promise.all([
    nameZones(db, experience.where?.include ?? []),
    listReuses(db, actor, experience),
    listAmong(db, actor, experience.related)
  ]);
  const bytes = await composeExperience(experience, {
    ...{ where: [...zones.values()].join(', '), reuses },
    related: related.map((one) => ({ title: one.title, address: pageOf(one) }))
  });
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="retour-${experience.slug}.pdf"`,
      'cache-control': 'private, no-store'
    }
  });
};
