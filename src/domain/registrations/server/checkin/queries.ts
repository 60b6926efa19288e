import { createHash } from 'node:crypto';
import type { Executor } from '#server/db/connection.ts';
import { writeRowToken } from '#server/row-token.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { codeKey, readCode, shorten } from '../../checkin/codes.ts';
import { findRegistrationByToken, findTokenHolder, registrationToken } from '../links/queries.ts';

const CODE = 'checkin-code';

/**
 * What the code of a badge says: whose it is, and nothing that lets a passer-by who photographs it change the
 * registration, as the link « ma place » would.
 * @param version - of the links of the registration.
 */
export function checkinCode(registration: RegistrationId, version: number): string {
  return writeRowToken(CODE, registration, version);
}

/** Whose code was read at the door, of a badge or of « ma place »; null when it is none of ours, or serves no more. */
export async function findRegistrationByCode(
  executor: Executor,
  text: string
): Promise<{ id: RegistrationId; event: EventId } | null> {
  const code = readCode(text);
  if (!code) return null;
  if (code.kind === 'place') return findRegistrationByToken(executor, code.token);
  return findTokenHolder(executor, CODE, code.token);
}

/** The short hashes by which a device recognises both codes of a registration without network. */
export function codeHashes(registration: RegistrationId, version: number): string[] {
  return [
    codeKey({ kind: 'badge', token: checkinCode(registration, version) }),
    codeKey({ kind: 'place', token: registrationToken(registration, version) })
  ].map((key) => shorten(createHash('sha256').update(key).digest('base64url')));
}
