import type { Actor } from '#domain/identity/model.ts';
import type { TablePlanInput } from '#domain/seating/forms.ts';
import {
  stopDraw,
  startDraw,
  takeUpDraw,
  undoDraw
} from '#domain/seating/server/drawing/commands.ts';
import { saveTablePlan } from '#domain/seating/server/plan/commands.ts';
import { addPlanRule, removePlanRule } from '#domain/seating/server/rules/commands.ts';
import {
  moveGuest,
  pinSeat,
  placeMissing,
  publishPlan
} from '#domain/seating/server/seats/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { aTablePlan } from '../factories/seatings.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

const PLAN: TablePlanInput = {
  ...{ session: null, most: 6, tables: [], rounds: [{ startsAt: null, topic: '' }] },
  weights: { unknown: true, profession: true, structure: true }
};
const NOBODY = 1 as RegistrationId;
type Call = (db: Database, actor: Actor, event: EventId) => Promise<unknown>;

const server = 'domain/seating/server';
const CALLS: Readonly<Record<string, Call>> = {
  [`${server}/plan/commands.ts#saveTablePlan`]: (db, actor, event) =>
    saveTablePlan(db, actor, { event, version: 1, plan: PLAN }),
  [`${server}/rules/commands.ts#addPlanRule`]: (db, actor, event) =>
    addPlanRule(db, actor, event, { kind: 'absent', registration: NOBODY, round: 1 }),
  [`${server}/rules/commands.ts#removePlanRule`]: (db, actor, event) =>
    removePlanRule(db, actor, event, 1),
  // Every round has taken place, so nothing is searched.
  [`${server}/drawing/commands.ts#startDraw`]: (db, actor, event) =>
    startDraw(db, actor, { event, seconds: 5 }),
  [`${server}/drawing/commands.ts#stopDraw`]: (db, actor, event) => stopDraw(db, actor, event),
  [`${server}/drawing/commands.ts#undoDraw`]: (db, actor, event) => undoDraw(db, actor, event),
  [`${server}/drawing/commands.ts#takeUpDraw`]: (db, actor, event) => takeUpDraw(db, actor, event),
  [`${server}/seats/commands.ts#moveGuest`]: (db, actor, event) =>
    moveGuest(db, actor, { event, version: 1, round: 1, registration: NOBODY, to: { table: 1 } }),
  [`${server}/seats/commands.ts#pinSeat`]: (db, actor, event) => pinSeat(db, actor, event, null),
  [`${server}/seats/commands.ts#placeMissing`]: (db, actor, event) =>
    placeMissing(db, actor, event),
  [`${server}/seats/commands.ts#publishPlan`]: (db, actor, event) =>
    publishPlan(db, actor, event, { published: true, now: new Date('2026-11-22T09:00:00Z') })
};

/** The tables of an edition, here and elsewhere: those who manage it. */
export function ofTables(events: { here: EventId; elsewhere: EventId }): CommandCase[] {
  return [
    { on: 'here', may: ANIMATORS, event: events.here },
    { on: 'elsewhere', may: ADMINISTRATORS, event: events.elsewhere }
  ].flatMap(({ on, may, event }) =>
    Object.entries(CALLS).map(([command, call]): CommandCase => ({
      ...{ command, on, may },
      call: async (db, actor) => {
        await aTablePlan(db, event, { rounds: 1, done: 1 });
        return call(db, actor, event);
      }
    }))
  );
}
