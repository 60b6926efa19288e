/** The successive files of a document. */
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import { addDays } from '#shared/dates.ts';
import type { ContributionPlace } from '../model.ts';
import { canWrite } from '../rules.ts';
import type { Format } from './formats.ts';

/** waiting: not read yet. none: it has no text, as a scan. unreadable: locked or damaged. */
export const TEXT_STATES = ['waiting', 'read', 'none', 'unreadable'] as const;
export type TextState = (typeof TEXT_STATES)[number];

export interface FileVersion {
  /** From 1; the highest is the current one. */
  readonly number: number;
  readonly fileName: string;
  readonly format: Format | null;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly note: string;
  /** Null when her account is gone. */
  readonly uploadedBy: string | null;
  readonly uploadedAt: Date;
  readonly textState: TextState;
}

/** One more would be for an archive. */
export const MOST_VERSIONS = 60;
/** The owner is told that many days before. */
export const REVIEW_AHEAD = 14;

/** Earlier files are for the network: what is public is the current one. */
export function canReadEarlier(actor: Actor, place: ContributionPlace): boolean {
  return isMemberOf(actor, place.territory) || canWrite(actor, place);
}

/** Whether a document has to be looked at again. @param today - civil days. */
export function isToReview(expiresOn: string | null, today: string): boolean {
  return expiresOn !== null && expiresOn < today;
}

/** The civil day a document that is still good is looked at next: a year from now. */
export function nextReview(today: string): string {
  return addDays(today, 365);
}
