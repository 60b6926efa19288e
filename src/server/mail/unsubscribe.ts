import { siteAddress } from '#server/http/address.ts';
import { isSameSignature, sign } from '#server/signing.ts';

/** Who wants no more of what. */
export interface Subscription {
  readonly address: string;
  readonly kind: string;
}

/**
 * The page where an address leaves the messages of a kind, or takes them again: signed, so that nobody leaves for
 * somebody else, and kept nowhere.
 * @param kind - that of the message (see `Mail`).
 */
export function unsubscribeAddress(address: string, kind: string): string {
  return siteAddress(`/desabonnement/${unsubscribeToken({ address, kind })}`);
}

export function unsubscribeToken({ address, kind }: Subscription): string {
  const said = Buffer.from(JSON.stringify([address.toLowerCase(), kind])).toString('base64url');
  return `${said}.${signature(said)}`;
}

/** @returns null for a token that this instance did not write. */
export function readUnsubscribeToken(token: string): Subscription | null {
  const [said = '', signed = '', ...rest] = token.split('.');
  if (rest.length > 0 || !said) return null;
  if (!isSameSignature(signed, signature(said))) return null;
  const [address, kind] = JSON.parse(Buffer.from(said, 'base64url').toString()) as [string, string];
  return { address, kind };
}

function signature(said: string): string {
  return sign(`unsubscribe:${said}`);
}
