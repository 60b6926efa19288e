/** How far a fiche may be trusted, from the age of its last confirmation. */

export type FreshnessState = 'never' | 'fresh' | 'stale';

/**
 * `stale` past the review period, `never` without a confirmation. Months are civil: confirmed on 31
 * August with a review every 6 months is stale after 28 February.
 */
export function freshnessOf(
  confirmedAt: Date | null,
  everyMonths: number,
  now: Date
): FreshnessState {
  if (!confirmedAt) return 'never';
  return addMonths(confirmedAt, everyMonths) < now ? 'stale' : 'fresh';
}

function addMonths(date: Date, months: number): Date {
  const due = new Date(date);
  due.setUTCDate(1);
  due.setUTCMonth(due.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, 0)).getUTCDate();
  due.setUTCDate(Math.min(date.getUTCDate(), lastDay));
  return due;
}
