/** What a figure counts, by name: read for a page alone, and never kept with the figure, which everybody reads. */
import type { Actor } from '#domain/identity/model.ts';
import { dayOf } from '#domain/network/rules.ts';
import type { SharedFact } from '#domain/sharing/measures.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { listSharedFacts } from '#domain/sharing/server/measures/queries.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import { listReusesAmong } from '#domain/sharing/server/reuse/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { yearOf } from '#shared/dates.ts';
import type { ContributionId, TerritoryId } from '#shared/ids.ts';
import { factsIn, type NamedShares } from '../../../figures/sharing.ts';
import type { FollowedIndicator } from '../../../indicators.ts';

/** A page lists no more by name. */
const MOST_NAMED = 50;

/**
 * What is shared and counted by an indicator, by year: named as far as the actor may read it, otherwise as a number. Years
 * that are closed or written by hand name nothing: their figure is not that of today.
 * @param indicator - as the actor reads it.
 */
export async function nameShared(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  { binding, values }: Pick<FollowedIndicator, 'binding' | 'values'>
): Promise<Map<number, NamedShares>> {
  if (binding?.source !== 'sharing') return new Map();
  const years = values
    .filter(({ origin, frozen, value }) => origin === 'computed' && !frozen && value !== null)
    .map(({ year }) => year);
  const facts = await listSharedFacts(db, territory);
  const byYear = years.map((year) => [year, factsIn(facts, binding.measure, year)] as const);
  const all = idsOf(byYear.flatMap(([, counted]) => counted));
  const readable = new Map((await listAmong(db, actor, all)).map((one) => [one.id, one]));
  const isTold =
    binding.measure === 'reuses' ? await toldReuses(db, actor, [...readable.keys()]) : () => true;
  return new Map(
    byYear.map(([year, counted]) => {
      const ids = idsOf(counted);
      const told = ids.flatMap((id) => (isTold(id, year) ? (readable.get(id) ?? []) : []));
      const named = told.slice(0, MOST_NAMED).map((one) => {
        return { title: one.title, address: pageOf(one) };
      });
      return [
        year,
        { named, more: told.length - named.length, others: ids.length - told.length }
      ] as const;
    })
  );
}

function idsOf(facts: readonly SharedFact[]): ContributionId[] {
  return [...new Set(facts.map(({ id }) => id))];
}

/** Whether an actor may know that an experience was re-used in a year: what was said among members stays among them. */
async function toldReuses(
  db: Executor,
  actor: Actor,
  ids: readonly ContributionId[]
): Promise<(id: ContributionId, year: number) => boolean> {
  const reuses = await listReusesAmong(db, actor, ids);
  return (id, year) =>
    (reuses.get(id) ?? []).some(({ createdAt }) => yearOf(dayOf(createdAt)) === year);
}
