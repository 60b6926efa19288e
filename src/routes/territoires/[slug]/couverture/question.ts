import type { CoverageFilter } from '#domain/directory/commune-coverage.ts';
import { findCurrentCode } from '#domain/directory/vocabulary.ts';

interface Word {
  code: string;
  formerCodes?: readonly string[];
}

/** What the coverage page is asked: which need, for whom, by whom, and which part of the territory. */
export interface CoverageQuestion extends CoverageFilter {
  /** Code of an EPCI, `sans` for the communes that have none. */
  epci?: string;
  commune?: string;
}

/** How the address names the communes without EPCI. */
export const NO_EPCI = 'sans';

/** The question as its address holds it; a merged word is the one that stays, an unknown one is dropped. */
export function readQuestion(
  params: URLSearchParams,
  words: { themes: Word[]; audiences: Word[]; types: Word[] }
): CoverageQuestion {
  const pick = (name: string, vocabulary: Word[]) => {
    return findCurrentCode(vocabulary, params.get(name) ?? '');
  };
  return {
    theme: pick('besoin', words.themes),
    audience: pick('public', words.audiences),
    type: pick('type', words.types),
    epci: params.get('epci')?.slice(0, 20) || undefined,
    commune: params.get('commune')?.slice(0, 10) || undefined
  };
}

/** The address of a question about a territory's coverage. */
export function coverageUrl(slug: string, question: CoverageQuestion, file = 'couverture'): string {
  const params = new URLSearchParams();
  if (question.theme) params.set('besoin', question.theme);
  if (question.audience) params.set('public', question.audience);
  if (question.type) params.set('type', question.type);
  if (question.epci) params.set('epci', question.epci);
  if (question.commune) params.set('commune', question.commune);
  const query = params.toString();
  return `/territoires/${slug}/${file}${query ? `?${query}` : ''}`;
}
