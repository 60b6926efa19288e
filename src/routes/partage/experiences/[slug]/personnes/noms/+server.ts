import { searchNamed } from '#domain/sharing/server/people/queries.ts';
import { askedWritten } from '../../asked.ts';
import type { RequestHandler } from './$types';

/** Members of the network whose name holds what is typed, for who writes the experience. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const experience = await askedWritten({ locals, params });
  const words = (url.searchParams.get('q') ?? '').slice(0, 200);
  const found = await searchNamed(locals.db, experience.territory.id, words);
  return Response.json(found, { headers: { 'cache-control': 'private, no-store' } });
};
