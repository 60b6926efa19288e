import type { Tx } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { StructureId, SuggestionId, TerritoryId } from '#shared/ids.ts';
import { listReferents } from '../../affiliations/queries.ts';
import { arrivedMail } from '../mails.ts';
import { listDeciders } from './queries.ts';

/**
 * Tells those who are to answer that a proposal waits: one message an hour to each at most, since a wave of proposals
 * must not become a wave of messages.
 */
export async function tellArrival(tx: Tx, id: SuggestionId, now: Date): Promise<void> {
  const row = await tx
    .selectFrom('suggestion as g')
    .leftJoin('structure as s', 's.id', 'g.structure_id')
    .select(['g.territory_id', 'g.structure_id', 'g.assigned_to', 'g.content', 's.name'])
    .where('g.id', '=', id)
    .executeTakeFirstOrThrow();
  const structure = row.name ?? (row.content as { name?: string } | null)?.name ?? '';
  const hour = now.toISOString().slice(0, 13);
  if (row.assigned_to === 'referent' && row.structure_id) {
    for (const one of await listReferents(tx, row.structure_id as StructureId)) {
      const key = `suggestion:${one.id}:referent:${hour}`;
      await queueMail(tx, arrivedMail(one, { structure, path: '/mon-espace/suggestions', key }));
    }
    return;
  }
  const { people, path } = await listDeciders(tx, row.territory_id as TerritoryId | null);
  for (const one of people) {
    const key = `suggestion:${one.id}:${row.territory_id ?? ''}:${hour}`;
    await queueMail(tx, arrivedMail(one, { structure, path, key }));
  }
}
