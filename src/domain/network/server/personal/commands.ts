import type { Tx } from '#server/db/connection.ts';
import { allForgotten, names, type Named } from '#server/db/forgetting.ts';
import type { PersonId } from '#shared/ids.ts';

/** Erases somebody from waves: what her structure said stays, without her; where her name was written, it is taken out. */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await tx.updateTable('wave').set({ created_by: null }).where('created_by', '=', id).execute();
  await tx
    .updateTable('wave_structure')
    .set({ answered_by: null })
    .where('answered_by', '=', id)
    .execute();
  await tx
    .updateTable('introduction')
    .set({ changed_by: null })
    .where('changed_by', '=', id)
    .execute();
  const words = ['title', 'introduction'];
  await tx.updateTable('wave').set(allForgotten(words, named)).where(names(words, named)).execute();
}
