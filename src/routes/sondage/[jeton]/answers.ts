import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { ANSWERS, type Answer } from '#domain/events/poll.ts';

/** What a guest typed, with what is to be corrected. */
export interface AnswerForm {
  readonly given: Readonly<Record<number, Answer>>;
  readonly comment: string;
  readonly missing: readonly number[];
  readonly error: string;
  readonly readings: SecondReading | null;
}

/** The fields `creneau-12`, by number of slot; anything else is left out. */
export function readGiven(form: FormData): Record<number, Answer> {
  const pairs = [...form].flatMap(([name, value]) => {
    const slot = /^creneau-(\d+)$/.exec(name)?.[1];
    const answer = ANSWERS.find((one) => one === value);
    return slot && answer ? [[Number(slot), answer] as const] : [];
  });
  return Object.fromEntries(pairs);
}
