import { readSince } from '#domain/plans/server/committees/since/queries.ts';
import { writeValue } from '#domain/plans/papers/indicator.ts';
import type { ValueChange } from '#domain/plans/committees.ts';
import { askedCommittee, headOf } from '../asked.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { plan, committee } = await askedCommittee({ locals, params });
  const since = await readSince(locals.db, locals.actor, { plan, committee, now: new Date() });
  return {
    committee: headOf(committee),
    ...{ word: plan.sheetWord, same: since.same, values: since.values.map(said) },
    changed: since.changed.map((one) => ({ ...one, values: one.values.map(said) })),
    added: since.added.map(named),
    removed: since.removed.map(named)
  };
};

const named = ({ number, slug, title }: { number: string; slug: string; title: string }) => ({
  ...{ number, slug, title }
});

/** « 212 participants », or that nothing was known. */
function said({ indicator, year, before, after }: ValueChange) {
  const say = (value: number | null) =>
    value === null ? 'pas de valeur' : writeValue(indicator, value);
  const { id, label } = indicator;
  return {
    key: `${id}-${year}`,
    label: `${label}, ${year}`,
    before: say(before),
    after: say(after)
  };
}
