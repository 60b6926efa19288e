import type { Typed } from '#domain/surveys/questions.ts';

/** The fields `q-12`, by number of question; anything else is left out. */
export function readTyped(form: FormData): Typed {
  const typed: Record<number, string[]> = {};
  for (const [name, value] of form) {
    const question = /^q-(\d+)$/.exec(name)?.[1];
    if (!question || typeof value !== 'string') continue;
    (typed[Number(question)] ??= []).push(value);
  }
  return typed;
}
