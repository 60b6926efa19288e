import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import { recordPrinting } from '#domain/registrations/server/badges/commands.ts';
import { readPaperKind } from '#domain/seating/papers.ts';
import { composeTables } from '#domain/seating/server/cards/documents.ts';
import { readTablePapers } from '#domain/seating/server/cards/queries.ts';
import { NotFound } from '#shared/errors.ts';
import { pdfResponse } from '../../pdf.ts';
import type { RequestHandler } from './$types';

/** A POST: a list of people put on paper is written in the trace, and no GET writes anything. */
export const POST: RequestHandler = async ({ locals: { db, actor }, params, request }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const kind = readPaperKind((await request.formData()).get('genre'));
  const papers = await readTablePapers(db, event);
  if (!papers) throw new NotFound('Les tables ne sont pas encore composées.');
  const bytes = await composeTables(event, kind, papers);
  // Signs name nobody.
  if (kind !== 'chevalets')
    await recordPrinting(db, actor, event.id, 'table-plan', { count: papers.guests.length });
  return pdfResponse(bytes, `tables-${kind}-${event.slug}`);
};
