import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import { composeSigns } from '#domain/registrations/server/signs/documents.ts';
import { readSignChoice, signsOf } from '#domain/registrations/signs.ts';
import { NotFound } from '#shared/errors.ts';
import { pdfResponse } from '../../pdf.ts';
import type { RequestHandler } from './$types';

/** Numbers, rooms, who speaks: what the programme says already. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params, url }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const choice = readSignChoice(url.searchParams);
  const signs = signsOf(choice, await getProgramme(db, event.id), event.timeZone);
  if (signs.length === 0) throw new NotFound('Rien à imprimer avec ces choix : changez-les.');
  return pdfResponse(await composeSigns(event, choice.kind, signs), `chevalets-${event.slug}`);
};
