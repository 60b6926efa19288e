import { writeRowToken } from '#server/row-token.ts';
import type { RegistrationId } from '#shared/ids.ts';

const CODE = 'checkin-code';

/**
 * What the code of a badge says: whose it is, and nothing that lets a passer-by who photographs it change the
 * registration, as the link « ma place » would.
 * @param version - of the links of the registration.
 */
export function checkinCode(registration: RegistrationId, version: number): string {
  return writeRowToken(CODE, registration, version);
}
