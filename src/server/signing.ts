import { createHmac, timingSafeEqual } from 'node:crypto';
import { instanceSecret } from './secret.ts';

/**
 * What only this instance can write of a text: 43 characters safe in an address.
 * @param text - begins with its purpose (« unsubscribe:… »), so that a signature serves nothing else.
 */
export function sign(text: string): string {
  return createHmac('sha256', instanceSecret()).update(text).digest('base64url');
}

/** Whether two signatures are the same, in a time that does not tell where they differ. */
export function isSameSignature(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
