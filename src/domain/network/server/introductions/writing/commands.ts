import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { findSender } from '#domain/directory/server/relay/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { allow } from '#server/throttle.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { inOrder } from '../../../introductions/pair.ts';
import type { IntroductionInput } from '../../../forms.ts';
import { noteIntroduction } from '../commands.ts';
import { introductionMail } from './mails.ts';
import { getLetterSides, type LetterSide } from './queries.ts';

/** How many letters that introduce two structures leave in a day: from somebody, about a pair. */
const LETTER_LIMITS = {
  fromSender: { most: 40, windowSeconds: 86_400 },
  toPair: { most: 2, windowSeconds: 86_400 }
} as const;

export type LetterOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** unreachable: one of the two has nobody to write to. */
      readonly reason: 'unreachable' | 'too-many';
    }
  | SecondReadingRefusal;

/**
 * Writes to those who answer for two structures, so that they meet: each reads who writes, what the two have in common
 * as their fiches say it, and how to reach the other by Maillage. Neither is shown an address of the other, nor anything
 * that was answered. The text is in the mails alone, erased once sent.
 * @throws Forbidden unless the actor has an account and leads the territory; NotFound
 */
export async function writeToBoth(
  db: Database,
  actor: Actor,
  territory: Pick<Territory, 'id' | 'nameWithDe'>,
  structures: readonly [StructureId, StructureId],
  { input, reread, now }: { input: IntroductionInput; reread: boolean; now: Date }
): Promise<LetterOutcome> {
  const { sides, common } = await getLetterSides(db, actor, territory.id, structures);
  const sender = await findSender(db, actor);
  if (!sender) throw new Forbidden('Il faut un compte pour écrire en son nom.');
  const refusal = refuseUnread({ message: input.message }, reread);
  if (refusal) return refusal;
  if (sides.some(({ route }) => !route.reachable)) return { ok: false, reason: 'unreachable' };
  if (!(await isAllowed(db, sender.email, structures))) return { ok: false, reason: 'too-many' };
  return inTransaction(db, async (tx) => {
    const said = { sender, territory: territory.nameWithDe, common, message: input.message };
    for (const [own, other] of [sides, [sides[1], sides[0]]] as [LetterSide, LetterSide][])
      for (const mailbox of own.route.mailboxes)
        await queueMail(tx, introductionMail(mailbox, { ...said, own, other }));
    await noteIntroduction(tx, actor, { territory: territory.id, structures }, now);
    return { ok: true };
  });
}

/** Counted before anything is written, so that a refusal counts too. */
async function isAllowed(
  db: Database,
  sender: string,
  structures: readonly [StructureId, StructureId]
): Promise<boolean> {
  const { a, b } = inOrder(...structures);
  const answers = [
    await allow(db, 'introduction-sender', sender, LETTER_LIMITS.fromSender),
    await allow(db, 'introduction-pair', `${a} ${b}`, LETTER_LIMITS.toPair)
  ];
  return answers.every(Boolean);
}
