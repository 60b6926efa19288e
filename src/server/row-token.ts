import { isSameSignature, sign } from './signing.ts';

/** A link to one row, without anything secret kept: what it names, and a signature only this instance writes. */
export interface RowToken<Id extends number> {
  readonly id: Id;
  /** Whether it was written for this version of the row's links: moving the version revokes those already sent. */
  isOf(version: number): boolean;
}

/**
 * The token of a link to a row: its number in base 36, then the signature.
 * @param purpose - « registration », « poll »…: a token of one serves nothing else.
 */
export function writeRowToken(purpose: string, id: number, version: number): string {
  return `${id.toString(36)}-${signature(purpose, id, version)}`;
}

/** Null when it has not the shape of a token; whether it is ours is known once the version of its row is read. */
export function readRowToken<Id extends number>(
  purpose: string,
  token: string
): RowToken<Id> | null {
  const match = /^([0-9a-z]{1,11})-([\w-]{43})$/.exec(token);
  if (!match) return null;
  const id = parseInt(match[1]!, 36) as Id;
  return { id, isOf: (version) => isSameSignature(match[2]!, signature(purpose, id, version)) };
}

function signature(purpose: string, id: number, version: number): string {
  return sign(`${purpose}:${id}:${version}`);
}
