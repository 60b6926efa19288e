/** A link to one registration, without anything secret kept: what it names, and a signature only this instance writes. */
import type { RegistrationId } from '#shared/ids.ts';

/** What is signed: the purpose first, so that a signature serves nothing else. */
export function signedText(registration: RegistrationId, version: number): string {
  return `registration:${registration}:${version}`;
}

/** The token of a link: the number in base 36, then the signature. */
export function writeToken(registration: RegistrationId, signature: string): string {
  return `${registration.toString(36)}-${signature}`;
}

/** Null when it has not the shape of a token. */
export function readToken(
  token: string
): { readonly registration: RegistrationId; readonly signature: string } | null {
  const match = /^([0-9a-z]{1,11})-([\w-]{43})$/.exec(token);
  if (!match) return null;
  return { registration: parseInt(match[1]!, 36) as RegistrationId, signature: match[2]! };
}
