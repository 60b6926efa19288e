/** A letter that somebody says speaks of a person: it is hidden whole, then shown again or emptied. */
import { sql } from 'kysely';
import { renameTargets } from '#domain/identity/server/audit/commands.ts';
import { erasing, hiding } from '#domain/territory/server/withheld/commands.ts';
import { forgetMessages } from '#server/mail/forgetting.ts';
import type { NewsletterId } from '#shared/ids.ts';
import { LETTER_CONTENT } from '../queries.ts';
import { lettersKey } from '../sending/commands.ts';
import { findLetterContent } from './queries.ts';

/** What remains of its subject. */
const ERASED = 'Lettre effacée';

/**
 * Hides a letter at once, and tells the animators of its territory; what was not sent yet does not leave.
 * @throws NotFound, also for whoever may not read it.
 */
export const withholdLetter = hiding(
  findLetterContent,
  'Cette lettre n’existe pas, ou vous ne pouvez pas la lire.'
);

/**
 * Erases all that a letter says for good, from its page and from the messages the instance keeps: what people have received
 * stays with them. What it told of is shared elsewhere, and stays.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export const removeLetterTexts = erasing(async (tx, _actor, id: NewsletterId, label) => {
  await sql`update newsletter set subject = ${ERASED}, introduction = '', items = '[]', version = version + 1,
      updated_at = now() where id = ${id}`.execute(tx);
  await forgetMessages(tx, lettersKey(id), ERASED);
  await renameTargets(tx, { kind: LETTER_CONTENT, ids: [id], label });
});
