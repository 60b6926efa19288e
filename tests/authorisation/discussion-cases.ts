import type { Actor } from '#domain/identity/model.ts';
import {
  acceptProposal,
  refuseProposal,
  reopenProposal
} from '#domain/plans/server/notes/answering/commands.ts';
import {
  addNote,
  editNote,
  proposeWords,
  withdrawNote
} from '#domain/plans/server/notes/commands.ts';
import {
  orderSteps,
  removeStep,
  restoreStep,
  saveStep,
  setStepStatus
} from '#domain/plans/server/steps/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { ActionSheetId, PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import { aPlan, aSheet } from '../factories/plans.ts';
import { ADMINISTRATORS, REFERENTS, ROLES, type RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

/** A sheet that a structure pilots, with a step, a comment of a member and a proposal of hers. */
export interface SpokenSheet {
  readonly sheet: ActionSheetId;
  readonly step: number;
  readonly comment: number;
  readonly proposal: number;
}

export async function aSpokenSheet(
  db: Database,
  territory: TerritoryId,
  pilot: StructureId
): Promise<SpokenSheet> {
  const { plan } = await aPlan(db, { territory, slug: `dit-${territory}` });
  const sheet = await aSheet(db, { plan, pilots: [{ structure: pilot }] });
  const step = await db
    .insertInto('action_sheet_step')
    .values({ sheet_id: sheet, position: 1, title: 'Réserver' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const author = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', ROLES.member)
    .executeTakeFirstOrThrow();
  const said = async (row: { kind: string; heading?: string; proposed?: string }) => {
    const { id } = await db
      .insertInto('action_sheet_note')
      .values({ ...row, sheet_id: sheet, body: 'Oui.', author_id: author.id as PersonId })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  };
  return {
    ...{ sheet, step: step.id, comment: await said({ kind: 'comment' }) },
    proposal: await said({ kind: 'proposal', heading: 'stakes', proposed: '["Autre"]' })
  };
}

const now = new Date('2026-11-22T09:00:00Z');
const today = '2026-11-22';
const STEP = {
  ...{ title: 'Écrire', dueOn: null, status: 'todo' as const, doneOn: null },
  ...{ responsible: '', renewsYearly: false }
};
const NOTE = { body: 'Un mot.', writtenOn: today };

type Call = (db: Database, actor: Actor, said: SpokenSheet) => Promise<unknown>;
const server = 'domain/plans/server';
const steps = `${server}/steps/commands.ts`;
const notes = `${server}/notes/commands.ts`;
const answering = `${server}/notes/answering/commands.ts`;

/** By who writes the sheet. */
const WRITING: Readonly<Record<string, Call>> = {
  [`${steps}#saveStep`]: (db, actor, { sheet }) =>
    saveStep(db, actor, sheet, { step: null, input: STEP, today }),
  [`${steps}#setStepStatus`]: (db, actor, { sheet, step }) =>
    setStepStatus(db, actor, sheet, { step, status: 'done', today }),
  [`${steps}#removeStep`]: (db, actor, { sheet, step }) => removeStep(db, actor, sheet, step),
  [`${steps}#restoreStep`]: (db, actor, { sheet, step }) => restoreStep(db, actor, sheet, step),
  [`${steps}#orderSteps`]: (db, actor, { sheet }) => orderSteps(db, actor, sheet, { by: 'day' }),
  [`${answering}#acceptProposal`]: (db, actor, { proposal }) =>
    acceptProposal(db, actor, proposal, { version: 1 }, now),
  [`${answering}#refuseProposal`]: (db, actor, { proposal }) =>
    refuseProposal(db, actor, proposal, { answer: 'Non.' }, now),
  [`${answering}#reopenProposal`]: (db, actor, { proposal }) => reopenProposal(db, actor, proposal)
};

/** By who reads the sheet in the network. */
const TALKING: Readonly<Record<string, Call>> = {
  [`${notes}#addNote`]: (db, actor, { sheet }) =>
    addNote(db, actor, sheet, { kind: 'comment', input: NOTE }),
  [`${notes}#proposeWords`]: (db, actor, { sheet }) => {
    const input = { heading: 'stakes', proposed: ['Encore autre'], body: '' };
    return proposeWords(db, actor, sheet, input, { today });
  }
};

/** By who wrote the words. */
const OWN: Readonly<Record<string, Call>> = {
  [`${notes}#editNote`]: (db, actor, { comment }) =>
    editNote(db, actor, comment, { version: 1, input: NOTE }),
  [`${notes}#withdrawNote`]: (db, actor, { comment }) =>
    withdrawNote(db, actor, comment, 'withdraw')
};

const MEMBERS: readonly RoleName[] = ['member', ...REFERENTS];

/** The steps of a sheet and what is said of it, here and elsewhere. */
export function ofDiscussions(here: SpokenSheet, elsewhere: SpokenSheet): CommandCase[] {
  const of = (calls: Readonly<Record<string, Call>>, on: string, may: readonly RoleName[]) =>
    Object.entries(calls).map(([command, call]): CommandCase => {
      const said = on === 'here' ? here : elsewhere;
      return { command, on, may, call: (db, actor) => call(db, actor, said) };
    });
  return [
    ...of(WRITING, 'here', REFERENTS),
    ...of(WRITING, 'elsewhere', ADMINISTRATORS),
    ...of(TALKING, 'here', MEMBERS),
    ...of(TALKING, 'elsewhere', ADMINISTRATORS),
    ...of(OWN, 'here', ['member']),
    // Where she comments no more, her words stay as they are, though everybody reads them.
    ...of(OWN, 'elsewhere', [])
  ];
}
