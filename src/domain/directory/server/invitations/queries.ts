import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { canManageMembers } from '#domain/territory/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { hashToken } from '#server/tokens.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { Invitation, OpenInvitation, PastedGuest } from '../../invitations.ts';

/**
 * The invitations of a territory, the last first.
 * @throws Forbidden unless the actor leads it.
 */
export async function listInvitations(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  now: Date
): Promise<Invitation[]> {
  refuseOthers(actor, territory);
  const { rows } = await sql<Invitation>`
    select i.id, i.email, i.name, i.role, s.name as "structureName",
      coalesce(by.name, '') as "invitedBy", i.created_at as "createdAt", i.expires_at as "expiresAt",
      ${status(now)} as status
    from invitation i
    left join structure s on s.id = i.structure_id
    left join person by on by.id = i.invited_by
    where i.territory_id = ${territory}
    order by i.created_at desc, i.id desc
    limit 500`.execute(db);
  return rows;
}

/** What a link of invitation leads to; null when it is unknown. Changes nothing. */
export async function findInvitation(
  db: Executor,
  token: string,
  now: Date
): Promise<OpenInvitation | null> {
  const { rows } = await sql<OpenInvitation>`
    select json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'nameWithDe', t.name_with_de) as territory,
      i.email, i.name, i.role, i.message, s.name as "structureName",
      coalesce(by.name, '') as "invitedBy", ${status(now)} as status
    from invitation i
    join territory t on t.id = i.territory_id
    left join structure s on s.id = i.structure_id
    left join person by on by.id = i.invited_by
    where i.token_hash = ${hashToken(token)}`.execute(db);
  return rows[0] ?? null;
}

/** What becomes of each address of a list, before anything is sent. */
export interface GuestsSorted {
  readonly toInvite: readonly PastedGuest[];
  readonly members: readonly PastedGuest[];
  /** Their invitation still waits. */
  readonly invited: readonly PastedGuest[];
}

/** @throws Forbidden unless the actor leads the territory: who is a member is not to be guessed. */
export async function sortGuests(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  guests: readonly PastedGuest[],
  now: Date
): Promise<GuestsSorted> {
  refuseOthers(actor, territory);
  const emails = guests.map(({ email }) => email);
  const { rows } = await sql<{ email: string; state: 'member' | 'invited' }>`
    select p.email, 'member' as state from membership m join person p on p.id = m.person_id
    where m.territory_id = ${territory} and m.status = 'active' and p.email = any(${emails}::text[])
    union all
    select email, 'invited' from invitation
    where territory_id = ${territory} and accepted_at is null and withdrawn_at is null
      and expires_at > ${now} and email = any(${emails}::text[])`.execute(db);
  const having = (state: string) =>
    new Set(rows.filter((row) => row.state === state).map(({ email }) => email));
  const [members, invited] = [having('member'), having('invited')];
  return {
    toInvite: guests.filter(({ email }) => !members.has(email) && !invited.has(email)),
    members: guests.filter(({ email }) => members.has(email)),
    invited: guests.filter(({ email }) => !members.has(email) && invited.has(email))
  };
}

function status(now: Date) {
  return sql`case when i.accepted_at is not null then 'accepted'
    when i.withdrawn_at is not null then 'withdrawn'
    when i.expires_at <= ${now} then 'expired' else 'sent' end`;
}

function refuseOthers(actor: Actor, territory: TerritoryId): void {
  if (!canManageMembers(actor, territory))
    throw new Forbidden(
      'Les invitations sont envoyées par les personnes qui animent le territoire.'
    );
}
