import { isPartial, readBadgeChoice } from '#domain/registrations/badges.ts';
import { getWelcomedEvent } from '#domain/registrations/server/attendance/queries.ts';
import { recordPrinting } from '#domain/registrations/server/badges/commands.ts';
import { composeBadges } from '#domain/registrations/server/badges/documents.ts';
import { listBadges } from '#domain/registrations/server/badges/queries.ts';
import { listBadgeTables } from '#domain/seating/server/cards/queries.ts';
import { NotFound } from '#shared/errors.ts';
import { pdfResponse } from '../../pdf.ts';
import type { RequestHandler } from './$types';

/** A POST: a list of people put on paper is written in the trace, and no GET writes anything. */
export const POST: RequestHandler = async ({ locals: { db, actor }, params, request }) => {
  const event = await getWelcomedEvent(db, actor, params.slug);
  const choice = readBadgeChoice(await request.formData());
  const badges = await listBadges(db, event, choice, await listBadgeTables(db, event.id));
  if (badges.length === 0) throw new NotFound('Aucun badge avec ces choix : changez-les.');
  const bytes = await composeBadges(event, badges, choice.format);
  await recordPrinting(db, actor, event.id, 'badges', {
    ...{ count: badges.length, partial: isPartial(choice), late: choice.late }
  });
  return pdfResponse(bytes, `badges-${event.slug}`);
};
