import { error } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { issueCertificates } from '#domain/registrations/server/certificates/commands.ts';
import { composeCertificates } from '#domain/registrations/server/certificates/documents.ts';
import { pdfResponse } from '../../pdf.ts';
import { CERTIFICATE_REFUSALS } from '../refusals.ts';
import type { RequestHandler } from './$types';

/** A POST: what is certified is written. */
export const POST: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const issued = await issueCertificates(db, actor, event.id, { now: new Date() });
  if (!issued.ok) error(409, CERTIFICATE_REFUSALS[issued.reason]);
  const bytes = await composeCertificates(issued.event, issued.certificates);
  return pdfResponse(bytes, `attestations-${event.slug}`);
};
