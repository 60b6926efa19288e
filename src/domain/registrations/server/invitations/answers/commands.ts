/** What an invited person does with her link. */
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { NO_SUCH_LINK } from '../../../invitations.ts';
import { findInvitationByToken } from '../queries.ts';

export type Declined =
  | { readonly ok: true }
  /** registered: she has a place or a rank, to be given up by its own link. */
  | { readonly ok: false; readonly reason: 'registered' | 'cancelled' }
  | SecondReadingRefusal;

/**
 * « Je ne pourrai pas venir »: whoever holds the link says so, with a word to the organiser if she wishes. Said twice,
 * the last word is kept.
 * @throws NotFound when the link serves no more.
 */
export async function declineInvitation(
  db: Executor,
  token: string,
  { comment, reread = false }: { readonly comment: string; readonly reread?: boolean },
  now: Date
): Promise<Declined> {
  const invitation = await findInvitationByToken(db, token);
  if (!invitation) throw new NotFound(NO_SUCH_LINK);
  if (invitation.event.status === 'cancelled') return { ok: false, reason: 'cancelled' };
  if (invitation.state === 'registered' || invitation.state === 'waiting')
    return { ok: false, reason: 'registered' };
  const unread = refuseUnread({ comment }, reread);
  if (unread) return unread;
  await db
    .updateTable('event_invitation')
    .set({ declined_at: now, comment })
    .where('id', '=', invitation.id)
    .execute();
  return { ok: true };
}

/**
 * Ties the registration made from the link of an invitation to it, whatever the address given: it is an answer.
 * A link that leads nowhere, or to another edition, ties nothing.
 */
export async function answerInvitation(
  db: Executor,
  token: string,
  registration: RegistrationId
): Promise<void> {
  const invitation = await findInvitationByToken(db, token);
  if (!invitation) return;
  await db
    .updateTable('event_invitation as i')
    .from('registration as r')
    .set({ registration_id: registration })
    .where('i.id', '=', invitation.id)
    .where('r.id', '=', registration)
    .whereRef('r.event_id', '=', 'i.event_id')
    .execute();
}
