/** What every command of a poll begins with. */
import type { Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';
import type { Event } from '../../../model.ts';
import type { Poll } from '../../../poll.ts';
import { getManagedEventById } from '../../queries.ts';
import { findPoll } from '../queries.ts';

/**
 * The poll of an edition, held until the transaction ends; a draft is begun when there is none. Answers wait for it
 * too, so that none is taken while the poll is being closed.
 * @throws NotFound, Forbidden
 */
export async function holdPoll(
  tx: Tx,
  actor: Actor,
  id: EventId
): Promise<{ event: Event; poll: Poll }> {
  const event = await getManagedEventById(tx, actor, id);
  await tx
    .insertInto('date_poll')
    .values({ event_id: id })
    .onConflict((conflict) => conflict.column('event_id').doNothing())
    .execute();
  await tx.selectFrom('date_poll').select('id').where('event_id', '=', id).forUpdate().execute();
  return { event, poll: (await findPoll(tx, id))! };
}
