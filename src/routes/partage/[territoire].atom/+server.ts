import { getTerritory } from '#domain/territory/server/queries.ts';
import { readPublicFeed } from '../feeds.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { db }, params }) =>
  readPublicFeed(db, await getTerritory(db, params.territoire));
