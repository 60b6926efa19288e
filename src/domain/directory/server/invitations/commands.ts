import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Territory } from '#domain/territory/model.ts';
import { canManageMembers } from '#domain/territory/rules.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { newToken } from '#server/tokens.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import type { InvitationId, TerritoryId } from '#shared/ids.ts';
import {
  INVITATION_DAYS,
  MOST_INVITED,
  type Guest,
  type InvitationInput
} from '../../invitations.ts';
import { composeInvitation } from './mails.ts';

type Place = Pick<Territory, 'id' | 'slug' | 'name' | 'nameWithDe'>;

export interface InvitationsSent {
  readonly ok: true;
  /** With the token of each link, for the command line. */
  readonly sent: readonly (Guest & { readonly token: string })[];
  /** Members already, or whose invitation still waits. */
  readonly skipped: readonly Guest[];
}

/**
 * Invites people, each by a message of her own. Who is a member, or has an invitation that still waits, gets nothing.
 * @throws Forbidden unless the actor leads the territory; Invalid past {@link MOST_INVITED} at once, or for a
 * structure of another directory.
 */
export async function invitePeople(
  executor: Executor,
  actor: Actor,
  input: InvitationInput & {
    readonly place: Place;
    readonly guests: readonly Guest[];
    readonly reread: boolean;
  }
): Promise<InvitationsSent | SecondReadingRefusal> {
  refuseOthers(actor, input.place.id);
  if (input.guests.length > MOST_INVITED)
    throw new Invalid([
      { path: 'liste', message: `${MOST_INVITED} invitations au plus à la fois` }
    ]);
  const unread = refuseUnread({ message: input.message }, input.reread);
  if (unread) return unread;
  return inTransaction(executor, async (tx) => {
    await refuseForeignStructure(tx, input);
    const sent: (Guest & { token: string })[] = [];
    const skipped: Guest[] = [];
    for (const guest of input.guests) {
      const token = await writeInvitation(tx, actor, input, guest);
      if (token) sent.push({ ...guest, token });
      else skipped.push(guest);
    }
    if (sent.length > 0)
      await recordAudit(tx, actor, {
        action: 'invitation.send',
        territory: input.place.id,
        detail: { count: sent.length, role: input.role }
      });
    return { ok: true, sent, skipped };
  });
}

async function writeInvitation(
  tx: Tx,
  actor: Actor,
  input: InvitationInput & { readonly place: Place },
  guest: Guest
): Promise<string | null> {
  const { token, hash } = newToken();
  const by = actor.kind === 'person' ? actor.id : null;
  const { rows } = await sql`
    insert into invitation (territory_id, email, name, role, structure_id, token_hash, message, invited_by, expires_at)
    select ${input.place.id}, ${guest.email}, ${guest.name}, ${input.role}, ${input.structure}::bigint, ${hash},
      ${input.message}, ${by}::uuid, now() + ${INVITATION_DAYS} * interval '1 day'
    where not exists (
      select from membership m join person p on p.id = m.person_id
      where m.territory_id = ${input.place.id} and p.email = ${guest.email} and m.status = 'active'
        and (m.role = ${input.role} or m.role = 'animator'))
    on conflict (territory_id, email) where accepted_at is null and withdrawn_at is null do update set
      name = excluded.name, role = excluded.role, structure_id = excluded.structure_id,
      token_hash = excluded.token_hash, message = excluded.message, invited_by = excluded.invited_by,
      created_at = now(), expires_at = excluded.expires_at
    where invitation.expires_at <= now()
    returning id`.execute(tx);
  if (rows.length === 0) return null;
  const from = actor.kind === 'person' ? actorLabel(actor) : '';
  await queueMail(tx, composeInvitation(guest, input.place, input, from, token));
  return token;
}

interface InvitationKey {
  /** The territory of the page: the invitation of another is not found. */
  readonly place: Place;
  readonly invitation: InvitationId;
}

/**
 * Sends an invitation again, with a new link: the one before is good no more.
 * @throws NotFound when it is accepted, withdrawn or of another territory; Forbidden as {@link invitePeople}.
 */
export async function resendInvitation(
  executor: Executor,
  actor: Actor,
  { place, invitation }: InvitationKey
): Promise<void> {
  refuseOthers(actor, place.id);
  await inTransaction(executor, async (tx) => {
    const { token, hash } = newToken();
    const { rows } = await sql<Guest & Pick<InvitationInput, 'role' | 'message'>>`
      update invitation set token_hash = ${hash}, created_at = now(),
        expires_at = now() + ${INVITATION_DAYS} * interval '1 day'
      where id = ${invitation} and territory_id = ${place.id} and accepted_at is null and withdrawn_at is null
      returning email, name, role, message`.execute(tx);
    if (!rows[0]) throw new NotFound('Cette invitation n’attend plus de réponse.');
    const from = actor.kind === 'person' ? actorLabel(actor) : '';
    await queueMail(tx, composeInvitation(rows[0], place, rows[0], from, token));
    await recordAudit(tx, actor, { action: 'invitation.resend', territory: place.id });
  });
}

/** Takes an invitation back: its link is good no more. @throws as {@link resendInvitation}. */
export async function withdrawInvitation(
  executor: Executor,
  actor: Actor,
  { place, invitation }: InvitationKey
): Promise<void> {
  refuseOthers(actor, place.id);
  await inTransaction(executor, async (tx) => {
    const { rows } = await sql`
      update invitation set withdrawn_at = now()
      where id = ${invitation} and territory_id = ${place.id} and accepted_at is null and withdrawn_at is null
      returning id`.execute(tx);
    if (rows.length === 0) throw new NotFound('Cette invitation n’attend plus de réponse.');
    await recordAudit(tx, actor, { action: 'invitation.withdraw', territory: place.id });
  });
}

async function refuseForeignStructure(tx: Tx, input: InvitationInput & { place: Place }) {
  if (input.structure === null) return;
  const { rows } = await sql`
    select from structure_territory
    where structure_id = ${input.structure} and territory_id = ${input.place.id}`.execute(tx);
  if (rows.length === 0)
    throw new Invalid([
      { path: 'structure', message: 'choisissez une structure de l’annuaire de ce territoire' }
    ]);
}

function refuseOthers(actor: Actor, territory: TerritoryId): void {
  if (!canManageMembers(actor, territory))
    throw new Forbidden(
      'Les invitations sont envoyées par les personnes qui animent le territoire.'
    );
}
