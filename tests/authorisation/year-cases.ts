import type { Actor } from '#domain/identity/model.ts';
import { freezeCommittee, removeCommittee } from '#domain/plans/server/committees/commands.ts';
import { setFunding } from '#domain/plans/server/funding/commands.ts';
import { closeYear, reopenYear } from '#domain/plans/server/renewal/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { CommitteeId } from '#shared/ids.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';
import type { LedPlan } from './plan-cases.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const COPIL = { title: 'COPIL', heldOn: '2026-11-22', note: '' };
type Call = (db: Database, actor: Actor, led: LedPlan) => Promise<unknown>;

const server = 'domain/plans/server';
const CALLS: Readonly<Record<string, Call>> = {
  [`${server}/committees/commands.ts#freezeCommittee`]: (db, actor, { plan }) =>
    freezeCommittee(db, actor, plan, { input: COPIL, now: NOW }),
  [`${server}/committees/commands.ts#removeCommittee`]: async (db, actor, { plan }) => {
    const { id } = await db
      .insertInto('plan_committee')
      .values({ plan_id: plan, title: 'COPIL', held_on: '2026-11-22', document: '{}' })
      .returning('id')
      .executeTakeFirstOrThrow();
    return removeCommittee(db, actor, plan, id as CommitteeId);
  },
  [`${server}/renewal/commands.ts#closeYear`]: (db, actor, { plan }) =>
    closeYear(db, actor, plan, { year: 2026, now: NOW }),
  [`${server}/renewal/commands.ts#reopenYear`]: (db, actor, { plan }) =>
    reopenYear(db, actor, plan, 2026),
  // Nobody pilots this sheet: who leads its plan writes it.
  [`${server}/funding/commands.ts#setFunding`]: (db, actor, { sheet }) =>
    setFunding(db, actor, sheet, { version: 1, lines: [] })
};

/** The money, the committees and the years of a plan: who animates its territory. */
export function ofYears(plans: { here: LedPlan; elsewhere: LedPlan }): CommandCase[] {
  return [
    { on: 'here', may: ANIMATORS, led: plans.here },
    { on: 'elsewhere', may: ADMINISTRATORS, led: plans.elsewhere }
  ].flatMap(({ on, may, led }) =>
    Object.entries(CALLS).map(([command, call]): CommandCase => ({
      ...{ command, on, may },
      call: (db, actor) => call(db, actor, led)
    }))
  );
}
