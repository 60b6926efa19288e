import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import { recordPrinting } from '#domain/registrations/server/badges/commands.ts';
import { composeSheets } from '#domain/registrations/server/sheets/documents.ts';
import { listSheets } from '#domain/registrations/server/sheets/queries.ts';
import { readSheetChoice } from '#domain/registrations/sheets.ts';
import { pdfResponse } from '../../pdf.ts';
import type { RequestHandler } from './$types';

/** A POST: a list of people put on paper is written in the trace, and no GET writes anything. */
export const POST: RequestHandler = async ({ locals: { db, actor }, params, request }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const choice = readSheetChoice(await request.formData());
  const sheets = await listSheets(db, event, choice);
  const bytes = await composeSheets(event, sheets, choice.blanks);
  const count = sheets.reduce((sum, { rows }) => sum + rows.length, 0);
  await recordPrinting(db, actor, event.id, 'attendance-sheet', { count });
  return pdfResponse(bytes, `emargement-${event.slug}`);
};
