/** What may still be changed of a questionnaire, and what stands in the way of opening it. */
import type { Survey } from './model.ts';

/** A question that somebody answered means what it meant to her: until then, it may change. */
export function canChangeQuestions({ status }: Pick<Survey, 'status'>, answers: number): boolean {
  return status !== 'closed' && answers === 0;
}

export type OpeningObstacle =
  'no-questions' | 'past-closing' | 'not-draft' | 'event-draft' | 'event-cancelled';

/** Why a questionnaire cannot be opened now; null when it can. */
export function findObstacle(
  { status, questions, closesAt }: Pick<Survey, 'status' | 'questions' | 'closesAt'>,
  event: { readonly status: 'draft' | 'published' | 'cancelled' },
  now: Date
): OpeningObstacle | null {
  if (status !== 'draft') return 'not-draft';
  if (event.status === 'cancelled') return 'event-cancelled';
  if (event.status === 'draft') return 'event-draft';
  if (questions.length === 0) return 'no-questions';
  return closesAt !== null && closesAt <= now ? 'past-closing' : null;
}
