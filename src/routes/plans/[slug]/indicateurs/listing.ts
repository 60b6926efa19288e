/** What the two lists of indicators share: putting one back, and what lacks. */
import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { isMissing, type FollowedIndicator } from '#domain/plans/indicators.ts';
import { isConcealed } from '#domain/plans/key-figures.ts';
import { restoreIndicator } from '#domain/plans/server/indicators/order/commands.ts';
import type { IndicatorId } from '#shared/ids.ts';
import { numberOf } from '../../../gestion/rencontres/reading.ts';
import type { Locals } from './asked.ts';

/** What cannot be put back, and why. */
export interface StillOff {
  readonly numero: number;
  readonly message: string;
}

/** Puts back an indicator that was taken off, and shows it where it is listed; or says why it cannot be. */
export async function putBack(
  { locals: { db, actor }, request }: Locals & { readonly request: Request },
  path: string
): Promise<ActionFailure<StillOff>> {
  const id = numberOf((await request.formData()).get('numero')) as IndicatorId;
  const back = await restoreIndicator(db, actor, id);
  if (!back.ok)
    return fail(409, { numero: id, message: `Pas encore remis\u00a0: ${back.issues[0]?.message}` });
  redirect(303, `${path}#indicateur-${id}`);
}

export interface Lacking {
  readonly id: IndicatorId;
  readonly label: string;
  readonly sheet: number | null;
  readonly years: readonly { readonly year: number; readonly source: string }[];
}

/** The values that lack, by indicator: those that somebody should have given. */
export function listLacking(
  indicators: readonly FollowedIndicator[],
  readsAll: boolean
): Lacking[] {
  return indicators.flatMap(({ id, label, sheet, values }) => {
    const years = values
      .filter((value) => isMissing(value) && !isConcealed(value, readsAll))
      .map(({ year, source }) => ({ year, source }));
    return years.length > 0 ? [{ id, label, sheet, years }] : [];
  });
}
