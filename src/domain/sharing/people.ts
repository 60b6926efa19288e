/** Those who write a contribution with its author, and those who were asked to read it before the others. */
import type { PersonId } from '#shared/ids.ts';
import type { Contribution, SharedPerson } from './model.ts';

export const CO_AUTHOR_ROLES = ['writer', 'reviewer'] as const;
export type CoAuthorRole = (typeof CO_AUTHOR_ROLES)[number];

export interface Review extends SharedPerson {
  /** When she said that it is ready to be read; null while she has not. */
  readonly approvedAt: Date | null;
  /** It was written again since. */
  readonly isOutdated: boolean;
}

/** What each reviewer said, the latest first. */
export function reviewsOf({
  reviewers,
  updatedAt
}: Pick<Contribution, 'reviewers' | 'updatedAt'>): Review[] {
  return reviewers.map(({ id, name, approvedAt }) => {
    const at = approvedAt === null ? null : new Date(approvedAt);
    return { id, name, approvedAt: at, isOutdated: at !== null && updatedAt > at };
  });
}

/** Whether a review was asked, and nobody has said yet that it is ready: told before publishing, never in the way. */
export function awaitsReview({ reviewers }: Pick<Contribution, 'reviewers'>): boolean {
  return reviewers.length > 0 && reviewers.every(({ approvedAt }) => approvedAt === null);
}

/** What somebody is to a contribution: what she may leave. */
export function roleOf(
  { writers, reviewers }: Pick<Contribution, 'writers' | 'reviewers'>,
  person: PersonId
): CoAuthorRole | null {
  if (writers.some(({ id }) => id === person)) return 'writer';
  return reviewers.some(({ id }) => id === person) ? 'reviewer' : null;
}
