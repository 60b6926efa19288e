import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { dayOf } from '#domain/network/rules.ts';
import type { Tx } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { IndicatorId, PlanId } from '#shared/ids.ts';
import type { Computed } from '../../../figures/computed.ts';
import { isBound } from '../queries.ts';
import { findSpan, listEverWritten } from '../rows/queries.ts';
import { readSources } from '../sources/queries.ts';

/**
 * Keeps what the indicators of a plan are worth in a year that is being closed, as they are computed now: what was written
 * by hand stays. One that was taken off is kept too: it may be put back. Done twice, the second time stands. Who may close a year is the caller’s.
 * @returns how many values were kept, those that are not known included.
 * @throws NotFound when there is no such plan.
 */
export async function freezeValues(
  tx: Tx,
  _actor: Actor,
  plan: PlanId,
  year: number,
  now: Date
): Promise<number> {
  // Whoever writes a value holds the plan: none is written while they are kept.
  await sql`select from plan where id = ${plan} for no key update`.execute(tx);
  const span = await findSpan(tx, plan);
  if (!span) throw new NotFound('Ce plan n’existe plus.');
  const bound = (await listEverWritten(tx, plan))
    .filter(isBound)
    .filter(({ written }) => !written.some((one) => one.year === year && one.origin === 'manual'));
  const sources = await readSources(tx, span.place, bound, {
    now,
    today: dayOf(now),
    closing: year
  });
  const kept = bound
    .filter((one) => one.binding.event === null || sources.yearOf(one) === year)
    .map((one) => ({ one, computed: sources.compute(one, year) }));
  for (const { one, computed } of kept) {
    const readers = one.bindingIsPublic ? computed.readers : 'members';
    await keep(tx, one.id, year, { computed: { ...computed, readers }, now });
  }
  return kept.length;
}

/**
 * Forgets what was kept of a year that is opened again: it is computed again. What was written by hand stays.
 * @returns how many values are computed again.
 */
export async function releaseValues(tx: Tx, plan: PlanId, year: number): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('indicator_value')
    .where('year', '=', year)
    .where('origin', '=', 'computed')
    .where('indicator_id', 'in', (eb) =>
      eb.selectFrom('indicator').select('id').where('plan_id', '=', plan)
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function keep(
  tx: Tx,
  id: IndicatorId,
  year: number,
  { computed, now }: { readonly computed: Computed; readonly now: Date }
): Promise<void> {
  const { value, scaleMax, source, readers } = computed;
  const columns = { value, source, readers, at: now, scale_max: scaleMax };
  await tx
    .insertInto('indicator_value')
    .values({ ...columns, indicator_id: id, year, origin: 'computed' })
    .onConflict((conflict) =>
      conflict
        .columns(['indicator_id', 'year'])
        .doUpdateSet({ ...columns, version: sql`indicator_value.version + 1` })
        .where('indicator_value.origin', '=', 'computed')
    )
    .execute();
}
