import type { SheetWas } from '#domain/plans/server/numbering/arranging/commands.ts';
import type { ActionSheetId, AxisId, ObjectiveId } from '#shared/ids.ts';
import { numberOf } from '../../../../rencontres/reading.ts';

/** A sheet that is nobody’s: what comes after it comes last. */
const LAST = 0 as ActionSheetId;

/** « premiere », a sheet to come after, or the end. */
export function readAfter(value: string): ActionSheetId | null {
  if (value === 'premiere') return null;
  return value === '' ? LAST : (numberOf(value) as ActionSheetId);
}

/** What the address says of a sheet that was placed, so that it may be put back: where it was, how it was called. */
export function sayReturn(sheet: ActionSheetId, { put, number, code }: SheetWas): string {
  const query = new URLSearchParams({ fait: 'placee', quoi: 'fiche', numero: String(sheet) });
  query.set('etait', [put.axis ?? '', put.objective ?? '', put.after ?? ''].join('.'));
  query.set('sous', number);
  if (code) query.set('sous-code', code);
  return query.toString();
}

/** The other way round, from a form; null when it says nothing. */
export function readReturn(text: (name: string) => string): SheetWas | null {
  const number = text('sous');
  const [axis, objective, after] = text('etait')
    .split('.')
    .map((id) => numberOf(id) || null);
  if (number === '' || after === undefined) return null;
  return {
    ...{ number, code: text('sous-code') },
    put: {
      axis: (axis ?? null) as AxisId | null,
      objective: (objective ?? null) as ObjectiveId | null,
      after: after as ActionSheetId | null
    }
  };
}
