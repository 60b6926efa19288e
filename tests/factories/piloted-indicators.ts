import type { PersonActor } from '#domain/identity/model.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import type { IndicatorId, PlanId } from '#shared/ids.ts';
import { aTerritory, person } from './people.ts';
import { aPlan, aSheet } from './plans.ts';
import type { IndicatorDraft } from '#domain/plans/figures/definition.ts';
import type { FollowedIndicator } from '#domain/plans/indicators.ts';
import { saveIndicator, type IndicatorSaved } from '#domain/plans/server/indicators/commands.ts';
import { freezeValues } from '#domain/plans/server/indicators/freezing/commands.ts';
import { getFollowed } from '#domain/plans/server/indicators/queries.ts';
import { setValue, type ValueChange } from '#domain/plans/server/indicators/values/commands.ts';

/** The day on which values are written. */
const CLOCK = { now: new Date('2027-06-01T10:00:00Z'), today: '2027-06-01' };

/** A network: who leads it, who pilots its sheets, and a member. */
export async function aNetworkOfPilots(db: Database) {
  const territory = (await aTerritory(db, 'ici')).id;
  const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  const pilot = await person(db, { roles: [{ territory, role: 'member' }] });
  const member = await person(db, { roles: [{ territory, role: 'member' }] });
  return { territory, animator, pilot, member, ...CLOCK };
}

type Network = Awaited<ReturnType<typeof aNetworkOfPilots>>;

/** A plan with a sheet that has no indicator yet; its pilot defines them, and writes their values. */
export async function aPilotedSheet(db: Database, { territory, animator, pilot }: Network) {
  const { plan } = await aPlan(db, { territory });
  const sheet = await aSheet(db, { plan, pilots: [{ person: pilot.id }] });
  const define = (input: Partial<IndicatorDraft> = {}, actor = pilot) => {
    const label = 'Participants';
    return saveIndicator(db, actor, { plan, sheet, input: { label, unit: 'personnes', ...input } });
  };
  return {
    ...{ plan, sheet, define },

    async defined(input: Partial<IndicatorDraft> = {}): Promise<IndicatorId> {
      const saved = await define(input);
      if (!saved.ok) throw new Error(JSON.stringify(saved));
      return saved.id;
    },

    read: (id: IndicatorId): Promise<FollowedIndicator> =>
      getFollowed(db, animator, id, { plan, ...CLOCK }),

    writes: (indicator: IndicatorId, change: Partial<ValueChange> = {}, actor = pilot) =>
      setValue(db, actor, { indicator, year: 2026, value: 61, today: CLOCK.today, ...change }),

    close: (year: number) => db.transaction().execute((tx) => closeIn(tx, animator, { plan, year }))
  };
}

export type PilotedSheet = Awaited<ReturnType<typeof aPilotedSheet>>;

/** A year is closed, as far as indicators know. */
export async function closeIn(
  tx: Tx,
  animator: PersonActor,
  { plan, year }: { readonly plan: PlanId; readonly year: number }
): Promise<void> {
  await freezeValues(tx, animator, plan, year, CLOCK.now);
  await tx.insertInto('plan_year').values({ plan_id: plan, year }).execute();
}

/** The fields that are wrong; what was saved when none is. */
export const issuesOf = (saved: IndicatorSaved) =>
  'issues' in saved ? saved.issues.map(({ path }) => path) : saved;
