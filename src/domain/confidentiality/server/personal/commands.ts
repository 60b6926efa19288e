import type { Tx } from '#server/db/connection.ts';
import { allForgotten, forgotten, names, type Named } from '#server/db/forgetting.ts';

/** What she reported stays withheld or decided, without her name: the column empties itself with the account. */
export async function erasePerson(tx: Tx, named: Named): Promise<void> {
  await tx
    .updateTable('retention_rule')
    .set({ updated_by: forgotten('updated_by', named) })
    .where(names(['updated_by'], named))
    .execute();
  await tx
    .updateTable('withholding')
    .set({ content_label: forgotten('content_label', named) })
    .where(names(['content_label'], named))
    .execute();
  await tx
    .updateTable('access_barrier')
    .set({ author_email: '' })
    .where('author_email', '=', named.email.toLowerCase())
    .execute();
  await tx
    .updateTable('access_barrier')
    .set(allForgotten(['page', 'happened', 'used'], named))
    .where(names(['page', 'happened', 'used'], named))
    .execute();
  const said = ['name', 'address', 'contact', 'dpo', 'host', 'accessibility', 'security'] as const;
  for (const column of said)
    await tx
      .updateTable('controller')
      .set({ [column]: '' })
      .where(names([column], named))
      .execute();
}
