import { findCheckinLink } from '#domain/registrations/server/checkin/links/queries.ts';
import { shell } from '../shell.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { db }, params }) => {
  const link = await findCheckinLink(db, params.jeton, new Date());
  return shell(link && link.state !== 'over' ? 200 : 410);
};
