import type { Tx } from '#server/db/connection.ts';
import { allForgotten, names, type Named } from '#server/db/forgetting.ts';
import type { PersonId } from '#shared/ids.ts';

/** Erases somebody from comptes rendus: what was decided stays, without her name. */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await tx.updateTable('follow_up').set({ person_id: null }).where('person_id', '=', id).execute();
  const minutes = ['summary', 'next_meeting', 'validated_by', 'updated_by'];
  await tx
    .updateTable('minutes')
    .set(allForgotten(minutes, named))
    .where(names(minutes, named))
    .execute();
  const items = ['title', 'body', 'updated_by'];
  await tx
    .updateTable('minutes_item')
    .set(allForgotten(items, named))
    .where(names(items, named))
    .execute();
  const followUps = ['what', 'who_label', 'outcome', 'updated_by'];
  await tx
    .updateTable('follow_up')
    .set(allForgotten(followUps, named))
    .where(names(followUps, named))
    .execute();
}
