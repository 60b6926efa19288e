import { reviseDigest } from '#domain/discovery/server/digest/jobs.ts';
import { reviseLetter } from '#domain/discovery/server/newsletter/sending/commands.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { stillStands } from '#domain/sharing/server/standing/queries.ts';
import type { Revisions, Stands } from '#server/mail/revision.ts';
import type { PersonId } from '#shared/ids.ts';
import { loadActor } from './actor.ts';

/** Every kind of message whose words are decided when it leaves, by what its recipient may read then. */
export const REVISIONS: Revisions = {
  digest: (db, key) => reviseDigest(db, key, { now: new Date(), loadActor }),
  newsletter: (db, key) => reviseLetter(db, key, loadActor)
};

/** Of any message that says what it is about: whether its recipient, as she is now, still reads it. */
export const stillTold: Stands = async (db, { about, recipient }) => {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', recipient)
    .executeTakeFirst();
  return stillStands(db, row ? await loadActor(db, row.id as PersonId) : VISITOR, about);
};
