import { operator, type Actor } from '#domain/identity/model.ts';
import { applySheetImport } from '#domain/plans/server/importing/applying/commands.ts';
import {
  beginSheetImport,
  correctPart,
  decideRest,
  dropSheetImport
} from '#domain/plans/server/importing/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';
import type { LedPlan } from './plan-cases.ts';

const TEXT = 'Fiche 41\nUne fiche\nEnjeux : agir\nActions : faire';
const asked = ({ plan }: LedPlan) => ({ plan, sourceName: 'texte collé', text: TEXT });

/** A text of one sheet, understood and not yet imported. */
async function begun(db: Database, led: LedPlan): Promise<string> {
  const outcome = await beginSheetImport(db, operator('test'), asked(led));
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.id;
}

type Call = (db: Database, actor: Actor, led: LedPlan) => Promise<unknown>;

const importing = 'domain/plans/server/importing';
const CALLS: Readonly<Record<string, Call>> = {
  [`${importing}/commands.ts#beginSheetImport`]: (db, actor, led) =>
    beginSheetImport(db, actor, asked(led)),
  [`${importing}/commands.ts#correctPart`]: async (db, actor, led) =>
    correctPart(db, actor, { id: await begun(db, led), position: 1, version: 1 }, {}),
  [`${importing}/commands.ts#decideRest`]: async (db, actor, led) =>
    decideRest(db, actor, await begun(db, led), 'skip'),
  [`${importing}/commands.ts#dropSheetImport`]: async (db, actor, led) =>
    dropSheetImport(db, actor, await begun(db, led)),
  [`${importing}/applying/commands.ts#applySheetImport`]: async (db, actor, led) =>
    applySheetImport(db, actor, await begun(db, led))
};

/** Importing sheets into a plan: who animates its territory. */
export function ofImports(plans: { here: LedPlan; elsewhere: LedPlan }): CommandCase[] {
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
