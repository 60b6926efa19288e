import type { Withholding } from '#domain/confidentiality/model.ts';
import {
  remove,
  restore,
  type ReportOutcome
} from '#domain/confidentiality/server/withholding/commands.ts';
import { hide, type TextReport } from '#domain/directory/server/withheld/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { findEventContent } from './queries.ts';

/**
 * Hides the free texts of an edition and of its programme from pages, calendars and the API, at once, and tells the
 * animators of its territory.
 * @throws NotFound, also for whoever may not read it.
 */
export async function withholdEvent(
  executor: Executor,
  actor: Actor,
  key: string,
  report: TextReport = {}
): Promise<ReportOutcome> {
  return inTransaction(executor, async (tx) => {
    const content = await findEventContent(tx, actor, key);
    if (!content) throw new NotFound('Cette rencontre n’existe pas, ou n’est pas encore publiée.');
    const outcome = await hide(tx, actor, content, report);
    if (outcome.ok && outcome.isNew) await followInCalendars(tx, Number(content.id) as EventId);
    return outcome;
  });
}

/** Shows the texts of an edition again. @throws NotFound, or Forbidden unless the actor decides for its territory. */
export async function restoreEvent(
  executor: Executor,
  actor: Actor,
  withholding: number
): Promise<Withholding> {
  return inTransaction(executor, async (tx) => {
    const decided = await restore(tx, actor, withholding);
    await followInCalendars(tx, Number(decided.id) as EventId);
    return decided;
  });
}

/**
 * Erases the free texts of an edition and of its programme for good.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export async function removeEventTexts(
  executor: Executor,
  actor: Actor,
  withholding: number
): Promise<Withholding> {
  return inTransaction(executor, async (tx) => {
    const decided = await remove(tx, actor, withholding);
    if (decided.status !== 'removed') return decided;
    const id = Number(decided.id) as EventId;
    await tx
      .updateTable('event')
      .set((eb) => ({
        ...{ summary: '', description: '', intended_for: '', lodging: '', cancel_reason: '' },
        ...{ access_walk: '', access_bus: '', access_car: '', access_reduced_mobility: '' },
        version: eb('version', '+', 1)
      }))
      .where('id', '=', id)
      .execute();
    await tx
      .updateTable('programme_session')
      .set((eb) => ({ description: '', materials: '', version: eb('version', '+', 1) }))
      .where('event_id', '=', id)
      .execute();
    await tx
      .updateTable('event_partner')
      .set((eb) => ({ means: '', version: eb('version', '+', 1) }))
      .where('event_id', '=', id)
      .execute();
    await followInCalendars(tx, id);
    return decided;
  });
}

/** What calendars hold of its texts is to be replaced. */
async function followInCalendars(tx: Tx, id: EventId): Promise<void> {
  await tx
    .updateTable('event')
    .set((eb) => ({
      calendar_sequence: eb('calendar_sequence', '+', 1),
      updated_at: eb.fn('now')
    }))
    .where('id', '=', id)
    .execute();
}
