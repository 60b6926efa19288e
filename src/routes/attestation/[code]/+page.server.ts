import { error, redirect } from '@sveltejs/kit';
import { formatDuration, readCode } from '#domain/registrations/certificate.ts';
import { findCertificateByCode } from '#domain/registrations/server/certificates/queries.ts';
import { allow } from '#server/throttle.ts';
import type { PageServerLoad } from './$types';

/** Whoever checks a pile of them has enough; whoever guesses among 2^60 has not. */
const PER_ADDRESS = { most: 60, windowSeconds: 3600 };

export const load: PageServerLoad = async ({ locals: { db, address }, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' });
  const code = readCode(params.code);
  if (code && code !== params.code) redirect(303, `/attestation/${code}`);
  if (!(await allow(db, 'certificate-code', address, PER_ADDRESS)))
    error(429, 'Beaucoup de codes ont été essayés d’ici. Réessayez dans une heure.');
  const found = code && (await findCertificateByCode(db, code));
  if (!found) return { typed: params.code.slice(0, 60), certificate: null };
  const { registration: _, event: __, minutes, ...certificate } = found;
  return { typed: '', certificate: { ...certificate, duration: formatDuration(minutes) } };
};
