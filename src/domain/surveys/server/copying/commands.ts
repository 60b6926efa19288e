/** A new edition from another, with its registrations and its questionnaires. */
import type { Copied, CopyInput } from '#domain/events/server/copying/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import { renewEdition as renewWithDesk } from '#domain/registrations/server/copying/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId } from '#shared/ids.ts';
import { readSurveysOf } from '../reading/queries.ts';
import { copySurvey } from './rows/commands.ts';

/**
 * Opens a new edition from another: all that registrations copy, and its questionnaires, each in preparation, without a
 * date, a link or an answer.
 * @throws NotFound, Forbidden
 */
export function renewEdition(
  executor: Executor,
  actor: Actor,
  source: EventId,
  input: CopyInput,
  now: Date
): Promise<Copied> {
  return inTransaction(executor, async (tx) => {
    const copied = await renewWithDesk(tx, actor, source, input, now);
    if (!copied.ok) return copied;
    for (const { id } of await readSurveysOf(tx, [source])) await copySurvey(tx, id, copied.id);
    return copied;
  });
}
