import { listAudit } from '#domain/identity/server/audit/queries.ts';
import { readFilter } from './filter.ts';
import type { PageServerLoad } from './$types';

const PER_PAGE = 50;

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const filter = readFilter(url.searchParams);
  const page = Math.max(1, Math.min(10_000, Number(url.searchParams.get('page')) || 1));
  const { lines, total } = await listAudit(db, actor, filter, { page, perPage: PER_PAGE });
  return { filter, page, perPage: PER_PAGE, lines, total };
};
