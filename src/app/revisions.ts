import { reviseDigest } from '#domain/discovery/server/digest/jobs.ts';
import { reviseLetter } from '#domain/discovery/server/newsletter/sending/commands.ts';
import type { Revisions } from '#server/mail/revision.ts';
import { loadActor } from './actor.ts';

/** Every kind of message whose words are decided when it leaves, by what its recipient may read then. */
export const REVISIONS: Revisions = {
  digest: (db, key) => reviseDigest(db, key, { now: new Date(), loadActor }),
  newsletter: (db, key) => reviseLetter(db, key, loadActor)
};
