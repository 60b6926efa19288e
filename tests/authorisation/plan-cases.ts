import type { Actor } from '#domain/identity/model.ts';
import type { PlanInput } from '#domain/plans/forms/plan.ts';
import { arrangeSheet } from '#domain/plans/server/numbering/arranging/commands.ts';
import {
  createAxis,
  moveAxis,
  removeAxis,
  updateAxis
} from '#domain/plans/server/numbering/axes/commands.ts';
import {
  createObjective,
  moveObjective,
  removeObjective,
  updateObjective
} from '#domain/plans/server/numbering/objectives/commands.ts';
import { restoreAxis, restoreObjective } from '#domain/plans/server/numbering/removed/commands.ts';
import {
  moveSheet,
  removeSheet,
  renumberSheets,
  restoreSheet
} from '#domain/plans/server/numbering/sheets/commands.ts';
import { createPlan, createSheet } from '#domain/plans/server/setup/commands.ts';
import { importWorkbook } from '#domain/plans/server/exchange/commands.ts';
import {
  addHeading,
  moveHeading,
  removeHeading,
  renameHeading,
  showHeading
} from '#domain/plans/server/setup/headings/commands.ts';
import {
  deleteDraftPlan,
  setPlanStatus,
  updatePlan
} from '#domain/plans/server/setup/settings/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { ActionSheetId, AxisId, ObjectiveId, PlanId, TerritoryId } from '#shared/ids.ts';
import { aPlan, aSheet } from '../factories/plans.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

export interface LedPlan {
  readonly territory: TerritoryId;
  readonly plan: PlanId;
  readonly axis: AxisId;
  readonly objective: ObjectiveId;
  readonly sheet: ActionSheetId;
}

/** A draft of a territory, with a sheet. */
export async function aLedPlan(db: Database, territory: TerritoryId): Promise<LedPlan> {
  const made = await aPlan(db, { territory, status: 'draft', slug: `mene-${territory}` });
  return { territory, ...made, sheet: await aSheet(db, made) };
}

const WORDS = { number: '', title: 'Un axe', summary: '' };
const HEADING = { label: 'Une rubrique', hint: '' };
const NAMED = { key: 'stakes' };
const REMOVED = { ...WORDS, rank: 0, sheets: [] };
const SAID: PlanInput = {
  ...{ title: 'Un plan', shortTitle: 'Plan', kind: 'cls', sheetWord: 'fiche', startsOn: null },
  ...{ endsOn: null, visibility: 'members', summary: '', contact: '', signatories: [] }
};
const NUMBER = { number: '99', code: '' };
const NOW = new Date('2026-11-22T10:00:00Z');
const PUT = { axis: null, objective: null, after: null };
type Call = (db: Database, actor: Actor, led: LedPlan) => Promise<unknown>;

const setup = 'domain/plans/server/setup';
const numbering = 'domain/plans/server/numbering';
const CALLS: Readonly<Record<string, Call>> = {
  [`${setup}/commands.ts#createPlan`]: (db, actor, { territory }) =>
    createPlan(db, actor, { territory, ...SAID }),
  [`${setup}/commands.ts#createSheet`]: (db, actor, { plan }) =>
    createSheet(db, actor, { plan, title: 'Une fiche' }),
  [`${setup}/settings/commands.ts#updatePlan`]: (db, actor, { plan }) =>
    updatePlan(db, actor, plan, { input: SAID, version: 1 }),
  [`${setup}/settings/commands.ts#setPlanStatus`]: (db, actor, { plan }) =>
    setPlanStatus(db, actor, plan, 'active'),
  [`${setup}/settings/commands.ts#deleteDraftPlan`]: (db, actor, { plan }) =>
    deleteDraftPlan(db, actor, plan),
  [`${setup}/headings/commands.ts#addHeading`]: (db, actor, { plan }) =>
    addHeading(db, actor, plan, { input: HEADING }),
  [`${setup}/headings/commands.ts#renameHeading`]: (db, actor, { plan }) =>
    renameHeading(db, actor, { plan, ...NAMED }, { input: HEADING, before: HEADING }),
  [`${setup}/headings/commands.ts#showHeading`]: (db, actor, { plan }) =>
    showHeading(db, actor, { plan, ...NAMED }, false),
  [`${setup}/headings/commands.ts#moveHeading`]: (db, actor, { plan }) =>
    moveHeading(db, actor, { plan, ...NAMED }, 'up'),
  [`${setup}/headings/commands.ts#removeHeading`]: (db, actor, { plan }) =>
    removeHeading(db, actor, { plan, ...NAMED }),
  [`${numbering}/axes/commands.ts#createAxis`]: (db, actor, { plan }) =>
    createAxis(db, actor, { plan, input: WORDS }),
  [`${numbering}/axes/commands.ts#updateAxis`]: (db, actor, led) =>
    updateAxis(db, actor, led, { input: WORDS, before: WORDS }),
  [`${numbering}/axes/commands.ts#moveAxis`]: (db, actor, led) => moveAxis(db, actor, led, 'up'),
  [`${numbering}/axes/commands.ts#removeAxis`]: (db, actor, led) => removeAxis(db, actor, led),
  [`${numbering}/objectives/commands.ts#createObjective`]: (db, actor, led) =>
    createObjective(db, actor, led, { input: WORDS }),
  [`${numbering}/objectives/commands.ts#updateObjective`]: (db, actor, led) =>
    updateObjective(db, actor, led, { input: WORDS, before: WORDS, axis: led.axis }),
  [`${numbering}/objectives/commands.ts#moveObjective`]: (db, actor, led) =>
    moveObjective(db, actor, led, 'up'),
  [`${numbering}/objectives/commands.ts#removeObjective`]: (db, actor, led) =>
    removeObjective(db, actor, led),
  [`${numbering}/removed/commands.ts#restoreAxis`]: (db, actor, { plan }) =>
    restoreAxis(db, actor, plan, { ...REMOVED, objectives: [] }),
  [`${numbering}/removed/commands.ts#restoreObjective`]: (db, actor, { plan, axis }) =>
    restoreObjective(db, actor, plan, { ...REMOVED, axis }),
  [`${numbering}/sheets/commands.ts#moveSheet`]: (db, actor, led) =>
    moveSheet(db, actor, led, 'up'),
  [`${numbering}/sheets/commands.ts#removeSheet`]: (db, actor, led) => removeSheet(db, actor, led),
  [`${numbering}/sheets/commands.ts#restoreSheet`]: (db, actor, led) =>
    restoreSheet(db, actor, led),
  [`${numbering}/sheets/commands.ts#renumberSheets`]: (db, actor, { plan, sheet }) =>
    renumberSheets(db, actor, plan, [{ sheet, before: { number: '28', code: '' }, ...NUMBER }]),
  [`${numbering}/arranging/commands.ts#arrangeSheet`]: (db, actor, led) =>
    arrangeSheet(db, actor, led, { before: { number: '28', code: '' }, ...NUMBER, put: PUT }),
  'domain/plans/server/exchange/commands.ts#importWorkbook': (db, actor, { territory }) =>
    importWorkbook(db, actor, { plan: `mene-${territory}`, workbook: [], dryRun: true, now: NOW })
};

/** Setting a plan up, here and elsewhere: who animates its territory. */
export function ofPlans(plans: { here: LedPlan; elsewhere: LedPlan }): CommandCase[] {
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
