import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { isSame, mergeFiches, type Choices, type Conflict } from '../../merge.ts';
import { asInput, type StructureInput } from '../../model.ts';
import { readStructures } from '../details/queries.ts';
import { lockStructures } from '../rows/commands.ts';
import { withoutTexts } from '../../withheld.ts';
import { assertCanEdit, updateStructure } from '../updates/commands.ts';

export type UndoOutcome =
  | { ok: true; version: number; isChanged: boolean }
  | { ok: false; reason: 'conflict'; conflicts: Conflict[]; version: number };

/**
 * Undoes one change of a fiche, as a new change. What was changed since elsewhere in the fiche stays; what was changed
 * since in the same fields is asked about: « mine » is the state before the change, « theirs » the present one.
 * @param choice.seen - the version the choices were made against.
 * @throws Forbidden, NotFound: no such change, or one that kept no copy.
 */
export async function undoChange(
  executor: Executor,
  actor: Actor,
  id: StructureId,
  entry: number,
  choice: { choices?: Choices; seen?: number } = {}
): Promise<UndoOutcome> {
  return inTransaction(executor, async (tx) => {
    const [locked] = await lockStructures(tx, [id]);
    await assertCanEdit(tx, actor, id);
    const version = locked!.version;
    const row = await tx
      .selectFrom('structure_history')
      .select(['before', 'after'])
      .where('id', '=', entry)
      .where('structure_id', '=', id)
      .executeTakeFirst();
    if (!row?.before || !row.after)
      throw new NotFound('Ce changement n’est pas dans l’historique.');
    const structure = (await readStructures(tx, [id]))[0]!;
    const current = asInput(structure);
    const read = (kept: unknown) => {
      const whole = kept as StructureInput;
      return structure.textsWithheld ? withoutTexts(whole) : whole;
    };
    const after = read(row.after);
    // A confirmation is somebody's word at a moment: undoing a change does not take it back.
    const { confirmedAt, confirmedBy } = after;
    const before = { ...read(row.before), confirmedAt, confirmedBy };
    const choices = choice.seen === version ? choice.choices : {};
    const { fiche, conflicts } = mergeFiches(after, before, current, choices);
    if (conflicts.length > 0) return { ok: false, reason: 'conflict', conflicts, version };
    if (isSame(fiche, current)) return { ok: true, version, isChanged: false };
    const outcome = await updateStructure(tx, actor, id, fiche, { kind: 'undone' });
    if (!outcome.ok) throw new Error('A fiche changed under its own lock');
    return { ok: true, version: outcome.version, isChanged: true };
  });
}
