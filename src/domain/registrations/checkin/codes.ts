/** What a code read at the door says. */

export interface ReadCode {
  readonly kind: 'badge' | 'place';
  readonly token: string;
}

const TOKEN = /^[0-9a-z]{1,11}-[\w-]{43}$/;
const PLACE = /\/ma-place\/([0-9a-z]{1,11}-[\w-]{43})(?:[/?#]|$)/;

/** The code of a badge, or the link « ma place » that people show on their telephone; null for any other code. */
export function readCode(text: string): ReadCode | null {
  const said = text.trim();
  if (TOKEN.test(said)) return { kind: 'badge', token: said };
  const place = PLACE.exec(said);
  return place ? { kind: 'place', token: place[1]! } : null;
}

/** How many characters of the hash of a token the device keeps: enough that no two are alike, too few to find it. */
const SHORT = 12;

/** @param hash - SHA-256 of `codeKey`, in base64url. */
export function shorten(hash: string): string {
  return hash.slice(0, SHORT);
}

/** What is hashed of a code. The two kinds are told apart: they are two tokens of the same registration. */
export function codeKey({ kind, token }: ReadCode): string {
  return `${kind}:${token}`;
}
