/** « Qui intervient ? »: what the answers to a fictional case say together. */
import { CASE_ANSWERS, type CaseAnswer, type WorkshopCase } from '../workshop.ts';

export type Agreement =
  /** Nobody has answered yet. */
  | 'silent'
  /** One says « nous », or several « avec d’autres », and nobody doubts. */
  | 'agreed'
  /** Everybody who answered says « pas nous ». */
  | 'nobody'
  /** Several say « nous » alone. */
  | 'several'
  /** Somebody does not know. */
  | 'doubt';

export interface CaseTally {
  readonly counts: Readonly<Record<CaseAnswer, number>>;
  readonly agreement: Agreement;
}

/** How many said what, and whether that makes an answer. */
export function tally({ replies }: Pick<WorkshopCase, 'replies'>): CaseTally {
  const counts = Object.fromEntries(
    CASE_ANSWERS.map((answer) => [answer, replies.filter((one) => one.answer === answer).length])
  ) as Record<CaseAnswer, number>;
  return { counts, agreement: agreementOf(counts) };
}

function agreementOf(counts: Readonly<Record<CaseAnswer, number>>): Agreement {
  const total = CASE_ANSWERS.reduce((sum, answer) => sum + counts[answer], 0);
  if (total === 0) return 'silent';
  if (counts['us'] > 1) return 'several';
  if (counts['unsure'] > 0) return 'doubt';
  return counts['us'] + counts['with-others'] === 0 ? 'nobody' : 'agreed';
}

const VERBS: Readonly<Record<CaseAnswer, readonly [one: string, many: string]>> = {
  us: ['dit nous', 'disent nous'],
  'with-others': ['dit nous avec d’autres', 'disent nous avec d’autres'],
  'not-us': ['dit pas nous', 'disent pas nous'],
  unsure: ['ne sait pas', 'ne savent pas']
};

/** « 3 disent nous, 1 dit pas nous, 2 ne savent pas »; '' when nobody has answered. */
export function tallyWords({ counts }: CaseTally): string {
  return CASE_ANSWERS.filter((answer) => counts[answer] > 0)
    .map((answer) => `${counts[answer]} ${VERBS[answer][counts[answer] === 1 ? 0 : 1]}`)
    .join(', ');
}

export const AGREEMENT_LABELS: Readonly<Record<Agreement, string>> = {
  silent: 'Pas encore de réponse',
  agreed: 'La réponse est claire',
  nobody: 'Personne ne dit « nous »',
  several: 'Plusieurs disent « nous »',
  doubt: 'Il reste un doute'
};
