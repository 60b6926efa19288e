import { z } from 'zod';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { isCivilDay } from '#shared/dates.ts';
import { atMost } from '#shared/text.ts';

export const LONGEST_REPLY = 5000;

/** What somebody writes under a contribution. */
export const replyInput = z.object({
  body: z
    .string()
    .trim()
    .min(1, 'écrivez quelque chose')
    .max(LONGEST_REPLY, atMost(LONGEST_REPLY))
    .transform((text) => text.replaceAll('\r\n', '\n')),
  /** Of a news: the civil day it tells. */
  happenedOn: z.string().refine(isCivilDay, 'ce jour n’existe pas').nullable().default(null),
  /** Of a review. */
  heading: z.string().max(60).default('')
});
export type ReplyInput = z.input<typeof replyInput>;
export type ReplyFields = z.output<typeof replyInput>;

/** What a form of reply sends, as typed. */
export interface TypedReply {
  /** Empty for a new one. */
  readonly id: string;
  readonly version: string;
  readonly kind: string;
  readonly heading: string;
  readonly body: string;
  readonly happenedOn: string;
  readonly nonce: string;
}

/** What a refused form of reply shows again. */
export interface ReplyAnswer {
  readonly part: 'reply';
  readonly reply: TypedReply;
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
  readonly message?: string;
}

/** Among the forms of a page, whether the one that was refused is this one. */
export function isReplyAnswer(form: unknown): form is ReplyAnswer {
  return typeof form === 'object' && form !== null && 'part' in form && form.part === 'reply';
}
