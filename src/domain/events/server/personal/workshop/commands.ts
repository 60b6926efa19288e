import type { Tx } from '#server/db/connection.ts';
import { allForgotten, forgotten, names, type Named } from '#server/db/forgetting.ts';

/** What structures wrote of somebody in a workshop on perimeters: it stays, without her name. */
export async function forgetInWorkshops(tx: Tx, named: Named): Promise<void> {
  const said = ['does', 'does_not', 'doubts', 'applied_by'];
  await tx
    .updateTable('workshop_structure')
    .set(allForgotten(said, named))
    .where(names(said, named))
    .execute();
  await tx
    .updateTable('workshop_case')
    .set({ story: forgotten('story', named) })
    .where(names(['story'], named))
    .execute();
  await tx
    .updateTable('workshop_case_answer')
    .set({ comment: forgotten('comment', named) })
    .where(names(['comment'], named))
    .execute();
  await tx
    .updateTable('workshop_point')
    .set({ what: forgotten('what', named) })
    .where(names(['what'], named))
    .execute();
}
