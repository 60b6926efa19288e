import { redirect } from '@sveltejs/kit';
import { readCode } from '#domain/registrations/certificate.ts';
import type { PageServerLoad } from './$types';

/** A code typed is an address: it can be kept and shown to somebody else. */
export const load: PageServerLoad = ({ url }) => {
  const typed = url.searchParams.get('code')?.trim().slice(0, 60) ?? '';
  const code = readCode(typed);
  if (code) redirect(303, `/attestation/${code}`);
  return { typed };
};
