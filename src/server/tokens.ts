import { createHash, randomBytes } from 'node:crypto';

export interface Token {
  /** Goes in a link, once; never stored. 32 characters safe in an address. */
  readonly token: string;
  /** What is stored. */
  readonly hash: string;
}

/** A secret of 192 bits for a link with one purpose. */
export function newToken(): Token {
  const token = randomBytes(24).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** The form under which a token is kept: reading the database gives no link. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
