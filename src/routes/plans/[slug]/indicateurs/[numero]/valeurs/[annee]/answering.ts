/** What the form of a value sends, as typed, and what a refusal gives back to show it again. */
import { fail } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { typedFigure } from '#domain/plans/forms/figure.ts';
import type { IndicatorKind } from '#domain/plans/indicators.ts';
import type { ValueSaved } from '#domain/plans/server/indicators/values/commands.ts';

export interface Typed {
  readonly version: string;
  readonly value: string;
  readonly comment: string;
  readonly source: string;
}
interface Answer {
  readonly typed: Typed;
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
  /** What somebody wrote meanwhile, in words. */
  readonly theirs?: { readonly value: string; readonly author: string; readonly comment: string };
  readonly message?: string;
}
export const answer = (status: number, said: Answer) => fail(status, said);

const FIELDS: Readonly<Record<string, string>> = { comment: 'commentaire', source: 'origine' };

export function refused(
  said: Exclude<ValueSaved, { ok: true }>,
  typed: Typed,
  kind: IndicatorKind
) {
  if (said.reason === 'second-reading') {
    const readings = said.readings.map((one) => ({
      ...one,
      field: FIELDS[one.field] ?? one.field
    }));
    return answer(400, { typed, readings });
  }
  if (said.reason === 'conflict') {
    const { theirs } = said;
    const { author = '', comment = '', version = 0, value = null } = theirs ?? {};
    const shown = { value: typedFigure(kind, value), author, comment };
    return answer(409, { typed: { ...typed, version: String(version) }, theirs: shown });
  }
  if (said.reason === 'frozen')
    return answer(409, {
      typed,
      message: 'L’année a été close\u00a0: ses valeurs ne changent plus.'
    });
  const errors = said.issues.map(
    ({ path, message }) => [FIELDS[path] ?? 'valeur', message] as const
  );
  return answer(400, { typed, errors: Object.fromEntries(errors) });
}
