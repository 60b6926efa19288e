import type { Event } from '#domain/events/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';
import { readSheetFile, type SheetReading } from '../../sheets.ts';
import { getWelcomedEvent } from '../attendance/queries.ts';
import { listEntrances } from './queries.ts';

export type SheetAttached =
  | { readonly ok: true }
  | Exclude<SheetReading, { ok: true }>
  | { readonly ok: false; readonly reason: 'entrance' | 'too-many' };

/** Of one edition: a Journée of two days with ten workshops fills thirty. */
const MOST_SHEETS = 100;
const LONGEST_NAME = 120;

/**
 * Keeps a sheet signed on paper then scanned, for one entrance.
 * @throws NotFound. @throws Forbidden unless the actor welcomes.
 */
export async function attachSheet(
  executor: Executor,
  actor: Actor,
  id: EventId,
  sheet: { readonly key: string; readonly name: string; readonly file: Uint8Array }
): Promise<SheetAttached> {
  const event = await getWelcomedEvent(executor, actor, id);
  const reading = readSheetFile(sheet.file);
  if (!reading.ok) return reading;
  const entrance = (await listEntrances(executor, event)).find(({ key }) => key === sheet.key);
  if (!entrance) return { ok: false, reason: 'entrance' };
  return inTransaction(executor, async (tx) => {
    const { count } = await tx
      .selectFrom('attendance_sheet')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('event_id', '=', id)
      .executeTakeFirstOrThrow();
    if (count >= MOST_SHEETS) return { ok: false, reason: 'too-many' };
    await tx
      .insertInto('attendance_sheet')
      .values({
        event_id: id,
        half_day_id: entrance.halfDay,
        session_id: entrance.session,
        file: Buffer.from(sheet.file),
        // One line, whatever the computer it comes from.
        file_name:
          sheet.name
            .replaceAll(/[\p{C}/\\]/gu, ' ')
            .trim()
            .slice(-LONGEST_NAME) || 'feuille',
        file_type: reading.type,
        added_by: actorLabel(actor)
      })
      .execute();
    await audit(tx, actor, event, 'attendance-sheet.attach');
    return { ok: true };
  });
}

/**
 * Takes a scanned sheet away for good. Nothing when it is gone already.
 * @throws NotFound. @throws Forbidden unless the actor manages the edition.
 */
export async function deleteSheet(
  executor: Executor,
  actor: Actor,
  id: EventId,
  sheet: number
): Promise<void> {
  const event = await getManagedEventById(executor, actor, id);
  await inTransaction(executor, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('attendance_sheet')
      .where('event_id', '=', id)
      .where('id', '=', sheet)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await audit(tx, actor, event, 'attendance-sheet.delete');
  });
}

function audit(
  executor: Executor,
  actor: Actor,
  { id, title, territory }: Event,
  action: string
): Promise<void> {
  const target = { kind: 'event', id, label: title };
  return recordAudit(executor, actor, { action, target, territory: territory.id });
}
