import type { CoverageQuestion } from '#domain/directory/coverage.ts';
import { findCurrentCode } from '#domain/directory/vocabulary.ts';

interface Word {
  code: string;
  formerCodes?: readonly string[];
}

/**
 * The question as its address holds it: old links live long. A word merged into another is that one; a word no
 * vocabulary has any more is dropped, not refused.
 */
export function readQuestion(
  params: URLSearchParams,
  words: { themes: Word[]; audiences: Word[]; types: Word[] }
): CoverageQuestion {
  const pick = (name: string, vocabulary: Word[]) => {
    return findCurrentCode(vocabulary, params.get(name) ?? '');
  };
  return {
    // « code » is what was chosen in the list of suggestions; without JavaScript there are only words.
    commune: (params.get('code') || params.get('commune') || '').trim().slice(0, 100),
    audience: pick('public', words.audiences),
    theme: pick('besoin', words.themes),
    type: pick('type', words.types)
  };
}

/** The address of a question: short, shareable, the same for the same question. */
export function questionUrl(question: CoverageQuestion): string {
  const params = new URLSearchParams({ commune: question.commune });
  if (question.audience) params.set('public', question.audience);
  if (question.theme) params.set('besoin', question.theme);
  if (question.type) params.set('type', question.type);
  return `/qui-couvre?${params}`;
}
