import { redirect } from '@sveltejs/kit';
import { findEventById } from '#domain/events/server/queries.ts';
import { issueOwnCertificate } from '#domain/registrations/server/certificates/commands.ts';
import { composeCertificates } from '#domain/registrations/server/certificates/documents.ts';
import { findCertificateOf } from '#domain/registrations/server/certificates/queries.ts';
import { findRegistrationByToken } from '#domain/registrations/server/links/queries.ts';
import { pdfResponse } from '../../../gestion/rencontres/[slug]/documents/pdf.ts';
import type { RequestHandler } from './$types';

/** The certificate issued already, by the link of a message: a GET issues none. */
export const GET: RequestHandler = async ({ locals: { db }, params }) => {
  const found = await findRegistrationByToken(db, params.jeton);
  const certificate = found && (await findCertificateOf(db, found.id));
  const event = found && (await findEventById(db, found.event));
  if (!event || !certificate || certificate.withdrawnAt) redirect(303, `/ma-place/${params.jeton}`);
  return pdfResponse(await composeCertificates(event, [certificate]), `attestation-${event.slug}`);
};

/** Issues it, from « ma place ». */
export const POST: RequestHandler = async ({ locals: { db }, params }) => {
  const issued = await issueOwnCertificate(db, params.jeton, { now: new Date() });
  if (!issued.ok) redirect(303, `/ma-place/${params.jeton}?attestation=${issued.reason}`);
  const { event, certificate } = issued;
  return pdfResponse(await composeCertificates(event, [certificate]), `attestation-${event.slug}`);
};
