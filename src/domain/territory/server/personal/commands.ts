import type { Tx } from '#server/db/connection.ts';
import { forgotten, names, type Named } from '#server/db/forgetting.ts';
import type { PersonId } from '#shared/ids.ts';

/** Ends what links her to territories, her motives included; others' motives and reasons name her no more. */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await tx.deleteFrom('membership').where('person_id', '=', id).execute();
  await tx
    .updateTable('membership')
    .set({ motive: forgotten('motive', named), reason: forgotten('reason', named) })
    .where(names(['motive', 'reason'], named))
    .execute();
}
