import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import { findSheet } from '../sheets/queries.ts';

/**
 * Notes a new version of a sheet: its number moves on, and the whole of it is kept. Every command that changes a sheet
 * calls it last, in its transaction.
 * @param change - what was changed, in French: « étapes », « financement ».
 * @returns the new version.
 * @throws NotFound when there is no such sheet.
 */
export async function keepVersion(
  tx: Tx,
  actor: Actor,
  sheet: ActionSheetId,
  change: string
): Promise<number> {
  const by = actor.kind === 'person' ? actor.id : null;
  await tx
    .updateTable('action_sheet')
    .set({ version: sql`version + 1`, updated_by: by, updated_at: sql`now()` })
    .where('id', '=', sheet)
    .execute();
  const whole = await findSheet(tx, { id: sheet });
  if (!whole) throw new NotFound('Cette fiche n’existe plus.');
  const { place: _place, textsHidden: _hidden, ...document } = whole;
  await tx
    .insertInto('action_sheet_version')
    .values({
      ...{ sheet_id: sheet, version: whole.version, person_id: by, change },
      document: JSON.stringify(document)
    })
    .execute();
  return whole.version;
}
