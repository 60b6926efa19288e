import type { Actor } from '#domain/identity/model.ts';
import { saveIndicator } from '#domain/plans/server/indicators/commands.ts';
import {
  moveIndicator,
  removeIndicator,
  restoreIndicator
} from '#domain/plans/server/indicators/order/commands.ts';
import { setValue } from '#domain/plans/server/indicators/values/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { ActionSheetId, IndicatorId, PlanId, StructureId, TerritoryId } from '#shared/ids.ts';
import { aPlan, aSheet } from '../factories/plans.ts';
import { ADMINISTRATORS, ANIMATORS, REFERENTS, type RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

/** An indicator of a sheet that a structure pilots, and one of its plan as a whole. */
export interface MeasuredSheet {
  readonly plan: PlanId;
  readonly sheet: ActionSheetId;
  readonly indicator: IndicatorId;
  readonly whole: IndicatorId;
}

export async function aMeasuredSheet(
  db: Database,
  territory: TerritoryId,
  pilot: StructureId
): Promise<MeasuredSheet> {
  const { plan } = await aPlan(db, { territory, slug: `mesure-${territory}` });
  const sheet = await aSheet(db, { plan, pilots: [{ structure: pilot }] });
  const made = async (sheet_id: ActionSheetId | null) => {
    const { id } = await db
      .insertInto('indicator')
      .values({ plan_id: plan, sheet_id, label: 'Participants', unit: 'personnes' })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id as IndicatorId;
  };
  return { plan, sheet, indicator: await made(sheet), whole: await made(null) };
}

const input = { label: 'Structures', unit: 'structures' };
const VALUE = { year: 2026, value: 61, today: '2026-11-22' };

type Call = (db: Database, actor: Actor, measured: MeasuredSheet) => Promise<unknown>;
const server = 'domain/plans/server/indicators';

/** By who writes the sheet. */
const OF_SHEET: Readonly<Record<string, Call>> = {
  [`${server}/commands.ts#saveIndicator`]: (db, actor, { plan, sheet }) =>
    saveIndicator(db, actor, { plan, sheet, input }),
  [`${server}/order/commands.ts#moveIndicator`]: (db, actor, { indicator }) =>
    moveIndicator(db, actor, indicator, 'up'),
  [`${server}/order/commands.ts#removeIndicator`]: (db, actor, { indicator }) =>
    removeIndicator(db, actor, indicator),
  [`${server}/order/commands.ts#restoreIndicator`]: (db, actor, { indicator }) =>
    restoreIndicator(db, actor, indicator),
  [`${server}/values/commands.ts#setValue`]: (db, actor, { indicator }) =>
    setValue(db, actor, { ...VALUE, indicator })
};

/** By who leads the plan. */
const OF_PLAN: Readonly<Record<string, Call>> = {
  [`${server}/commands.ts#saveIndicator`]: (db, actor, { plan }) =>
    saveIndicator(db, actor, { plan, sheet: null, input }),
  [`${server}/order/commands.ts#removeIndicator`]: (db, actor, { whole }) =>
    removeIndicator(db, actor, whole),
  [`${server}/values/commands.ts#setValue`]: (db, actor, { whole }) =>
    setValue(db, actor, { ...VALUE, indicator: whole })
};

/** The indicators of a sheet and of a plan, here and elsewhere. */
export function ofIndicators(here: MeasuredSheet, elsewhere: MeasuredSheet): CommandCase[] {
  const of = (calls: Readonly<Record<string, Call>>, on: string, may: readonly RoleName[]) =>
    Object.entries(calls).map(([command, call]): CommandCase => {
      const measured = on.startsWith('here') ? here : elsewhere;
      return { command, on, may, call: (db, actor) => call(db, actor, measured) };
    });
  return [
    ...of(OF_SHEET, 'here', REFERENTS),
    ...of(OF_SHEET, 'elsewhere', ADMINISTRATORS),
    ...of(OF_PLAN, 'here, of the plan', ANIMATORS),
    ...of(OF_PLAN, 'elsewhere, of the plan', ADMINISTRATORS)
  ];
}
