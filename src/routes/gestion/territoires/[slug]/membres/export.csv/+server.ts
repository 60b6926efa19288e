import { exportMembers } from '#domain/directory/server/members/documents.ts';
import { recordMembersExport } from '#domain/directory/server/members/commands.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { RequestHandler } from './$types';

/** A POST: taking a list of people away is written in the trace, and no GET writes anything. */
export const POST: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const territory = await getTerritory(db, params.slug);
  const { csv, count } = await exportMembers(db, actor, territory.id);
  await recordMembersExport(db, actor, territory.id, count);
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="membres-${territory.slug}.csv"`,
      'cache-control': 'no-store'
    }
  });
};
