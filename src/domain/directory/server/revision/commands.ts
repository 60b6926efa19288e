import type { Tx } from '#server/db/connection.ts';

/** Every answer computed from the directory carries the revision it was computed at. */
export async function bumpRevision(tx: Tx): Promise<void> {
  await tx
    .updateTable('directory_revision')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .execute();
}
