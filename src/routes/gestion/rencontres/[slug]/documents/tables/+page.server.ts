import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import { readPaperKind, tablePapers } from '#domain/seating/papers.ts';
import { readTablePapers } from '#domain/seating/server/cards/queries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const papers = await readTablePapers(db, event);
  return {
    kind: readPaperKind(url.searchParams.get('genre')),
    tables: papers ? tablePapers(papers.plan, papers.guests).length : 0,
    people: papers ? new Set(papers.plan.seats.map(({ registration }) => registration)).size : 0,
    isDraft: papers?.plan.status === 'draft'
  };
};
