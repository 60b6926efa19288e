/** How `doctor` asks an address whether this very instance answers there, and what arrives of what is sent. */
import { randomBytes } from 'node:crypto';
import { isSameSignature, sign } from '#server/signing.ts';

export const QUESTION_HEADER = 'x-maillage-question';

/** What the instance saw of a question. */
export interface Seen {
  /** What only this instance can answer to that question. */
  readonly answer: string;
  /** The client’s address, as limits count it. */
  readonly address: string;
  /** X-Forwarded-For, address by address. */
  readonly forwarded: readonly string[];
  /** Bytes of the body. */
  readonly received: number;
}

const GOOD_FOR_MS = 10 * 60_000;

/** @returns the header of a question that only those who hold the secret of the instance can ask, and its number. */
export function askQuestion(now: Date): { number: string; header: string } {
  const number = randomBytes(16).toString('base64url');
  const asked = `${number}.${now.getTime()}`;
  return { number, header: `${asked}.${sign(`doctor-question:${asked}`)}` };
}

/** @returns the number of a question of ours, asked a moment ago. */
export function readQuestion(header: string | string[] | undefined, now: Date): string | null {
  if (typeof header !== 'string') return null;
  const [number = '', at = '', signature = ''] = header.split('.');
  if (!isSameSignature(sign(`doctor-question:${number}.${at}`), signature)) return null;
  return Math.abs(now.getTime() - Number(at)) < GOOD_FOR_MS ? number : null;
}

/** What the instance answers to a question: another instance, whose secret is another, cannot. */
export function answerTo(number: string): string {
  return sign(`doctor-answer:${number}`);
}
