/** What commands that change one sheet begin and end with. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import type { ActionSheet } from '../../sheet.ts';
import { getWrittenSheet } from '../sheets/queries.ts';
import { keepVersion } from '../versions/commands.ts';

/**
 * A sheet that the actor writes, held until the transaction ends: of two people at once, the second reads what the
 * first wrote. Others may lean on it meanwhile: who holds a sheet that leans on this one never waits for it.
 * @throws NotFound when she may not read it. @throws Forbidden when she may read it and no more.
 */
export async function holdSheet(tx: Tx, actor: Actor, id: ActionSheetId): Promise<ActionSheet> {
  await sql`select from action_sheet where id = ${id} for no key update`.execute(tx);
  return getWrittenSheet(tx, actor, { id });
}

/**
 * Ends what was changed on a sheet: a version is kept, and the trace of who did it.
 * @param did.action - noun then verb: « sheet.step ». @param did.change - in French, for the history: « étapes ».
 * @returns the new version.
 */
export async function endChange(
  tx: Tx,
  actor: Actor,
  sheet: Pick<ActionSheet, 'id' | 'number' | 'title' | 'place'>,
  did: {
    readonly action: string;
    readonly change: string;
    readonly detail?: Readonly<Record<string, unknown>>;
  }
): Promise<number> {
  await recordAudit(tx, actor, {
    action: did.action,
    target: { kind: 'action-sheet', id: sheet.id, label: `${sheet.number} ${sheet.title}` },
    territory: sheet.place.plan.territory,
    ...(did.detail && { detail: did.detail })
  });
  return keepVersion(tx, actor, sheet.id, did.change);
}
