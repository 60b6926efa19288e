import { findEventById } from '#domain/events/server/queries.ts';
import { composeBadges } from '#domain/registrations/server/badges/documents.ts';
import { findBadge } from '#domain/registrations/server/badges/queries.ts';
import { findRegistrationByToken } from '#domain/registrations/server/links/queries.ts';
import { listBadgeTables } from '#domain/seating/server/cards/queries.ts';
import { NotFound } from '#shared/errors.ts';
import { pdfResponse } from '../../../gestion/rencontres/[slug]/documents/pdf.ts';
import type { RequestHandler } from './$types';

/** Her own badge, to print at home: one page, A6. */
export const GET: RequestHandler = async ({ locals: { db }, params }) => {
  const found = await findRegistrationByToken(db, params.jeton);
  const event = found && (await findEventById(db, found.event));
  const tables = event ? await listBadgeTables(db, event.id, found.id) : undefined;
  const badge =
    event && event.status !== 'cancelled' && (await findBadge(db, event, found.id, tables));
  if (!event || !badge)
    throw new NotFound('Ce lien ne mène à aucun badge : il faut avoir une place.');
  return pdfResponse(await composeBadges(event, [badge], 'a6'), `badge-${event.slug}`);
};
