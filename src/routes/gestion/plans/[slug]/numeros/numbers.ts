/** The numbers of all the sheets of a plan, given at once. */
import { sheetCode, sheetNumber } from '#domain/plans/forms/plan.ts';
import type { Axis } from '#domain/plans/model.ts';
import type { NumberChange, Numbered } from '#domain/plans/numbering.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import { numberOf, text } from '../../../rencontres/reading.ts';

export interface Line extends Numbered {
  readonly id: number;
  readonly title: string;
  readonly objective: number | null;
}

/** suite: 1, 2, 3… in the order of the plan. objectifs: codes made of the number of their objective. */
export const PROPOSALS = ['suite', 'objectifs'] as const;
export type Proposal = (typeof PROPOSALS)[number];

/** By sheet, what is proposed of its number and of its code; what it has when nothing is asked. */
export function propose(
  sheets: readonly Line[],
  axes: readonly Axis[],
  asked: Proposal | null
): Record<number, Numbered> {
  const numberOfObjective = new Map<number, string>(
    axes.flatMap(({ objectives }) => objectives.map(({ id, number }) => [id, number]))
  );
  const ranks = new Map<number, number>();
  const entries = sheets.map(({ id, number, code, objective }, at) => {
    if (asked === 'suite') return [id, { number: String(at + 1), code }] as const;
    const parent = objective === null ? '' : (numberOfObjective.get(objective) ?? '');
    if (asked !== 'objectifs' || objective === null || parent === '')
      return [id, { number, code }] as const;
    const rank = (ranks.get(objective) ?? 0) + 1;
    ranks.set(objective, rank);
    return [id, { number, code: `${parent}.${rank}` }] as const;
  });
  return Object.fromEntries(entries);
}

/** The lines of the form: as they were read, and as they are typed. */
export function readNumbers(form: FormData): NumberChange[] {
  return form.getAll('fiche').map((value) => {
    const id = numberOf(value);
    return {
      sheet: id as ActionSheetId,
      before: { number: text(form, `lu-numero-${id}`), code: text(form, `lu-code-${id}`) },
      ...{ number: text(form, `${id}.number`), code: text(form, `${id}.code`) }
    };
  });
}

/** What cannot be a number or a code, by field of the form. */
export function checkNumbers(changes: readonly NumberChange[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { sheet, number, code } of changes) {
    const wrong = { number: sheetNumber.safeParse(number), code: sheetCode.safeParse(code) };
    for (const [name, { error }] of Object.entries(wrong))
      if (error) errors[`${sheet}.${name}`] = error.issues[0]!.message;
  }
  return errors;
}
