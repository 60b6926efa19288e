import { sql } from 'kysely';
import type { Actor, Role } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { MembershipId, PersonId, TerritoryId } from '#shared/ids.ts';
import type { MembershipStatus } from '../../membership.ts';
import { canManageMembers } from '../../rules.ts';
import { findMembership } from './queries.ts';

export interface MembershipKey {
  /** The territory of the page: the membership of another is not found. */
  readonly territory: TerritoryId;
  readonly membership: MembershipId;
}

export type Asked =
  { ok: true; membership: MembershipId } | { ok: false; reason: 'member' | 'pending' };

/** Asks to join, again after a refusal or a departure. The actor is the person herself, known by her session or her address. */
export async function askMembership(
  executor: Executor,
  input: { person: PersonId; territory: TerritoryId; motive: string }
): Promise<Asked> {
  const { rows } = await sql<{ id: MembershipId }>`
    insert into membership (territory_id, person_id, status, motive)
    values (${input.territory}, ${input.person}, 'asked', ${input.motive})
    on conflict (territory_id, person_id) do update set
      status = 'asked', role = 'member', motive = excluded.motive, asked_at = now(),
      decided_at = null, decided_by = null, reason = ''
    where membership.status in ('refused', 'left')
    returning id`.execute(executor);
  if (rows[0]) return { ok: true, membership: rows[0].id };
  const known = await findMembership(executor, input.person, input.territory);
  return { ok: false, reason: known?.status === 'active' ? 'member' : 'pending' };
}

/** Takes back a request that nobody has answered. @returns whether there was one. */
export async function withdrawRequest(
  executor: Executor,
  person: PersonId,
  territory: TerritoryId
): Promise<boolean> {
  const { numDeletedRows } = await executor
    .deleteFrom('membership')
    .where('person_id', '=', person)
    .where('territory_id', '=', territory)
    .where('status', '=', 'asked')
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/**
 * Makes somebody a member without a request: she was invited. Never takes a role away; an invitation to lead gives
 * the role to a member.
 */
export async function admitMember(
  executor: Executor,
  input: { person: PersonId; territory: TerritoryId; role: Role; by: PersonId | null }
): Promise<MembershipId> {
  const { rows } = await sql<{ id: MembershipId }>`
    insert into membership (territory_id, person_id, role, status, decided_at, decided_by)
    values (${input.territory}, ${input.person}, ${input.role}, 'active', now(), ${input.by})
    on conflict (territory_id, person_id) do update set
      role = case
        when membership.status <> 'active' or excluded.role = 'animator' then excluded.role
        when membership.role = 'reception' then excluded.role
        else membership.role end,
      status = 'active', motive = '', reason = '', decided_by = excluded.decided_by,
      decided_at = case when membership.status = 'active' then membership.decided_at else now() end
    returning id`.execute(executor);
  return rows[0]!.id;
}

export type Decision =
  | { ok: true; person: PersonId }
  | { ok: false; reason: 'decided'; status: MembershipStatus; by: string };

/**
 * Answers a request, once: of two animators answering at once, the second is told what the first decided. What the
 * person wrote to explain her request is forgotten, having served.
 * @throws NotFound when the request is not of this territory; Forbidden unless the actor leads it.
 */
export async function decideMembership(
  executor: Executor,
  actor: Actor,
  input: MembershipKey & { approve: boolean; reason: string }
): Promise<Decision> {
  refuseOthers(actor, input.territory);
  return inTransaction(executor, async (tx) => {
    const { rows } = await sql<{ person: PersonId; name: string }>`
      update membership set status = ${input.approve ? 'active' : 'refused'}, motive = '',
        reason = ${input.reason}, decided_at = now(), decided_by = ${personOf(actor)}
      from person
      where membership.id = ${input.membership} and territory_id = ${input.territory}
        and status = 'asked' and person.id = membership.person_id
      returning person_id as person, person.name`.execute(tx);
    if (!rows[0]) return told(tx, input);
    await recordAudit(tx, actor, {
      action: input.approve ? 'membership.approve' : 'membership.refuse',
      target: { kind: 'person', id: rows[0].person, label: rows[0].name },
      territory: input.territory
    });
    return { ok: true, person: rows[0].person };
  });
}

async function told(tx: Tx, { territory, membership }: MembershipKey): Promise<Decision> {
  const { rows } = await sql<{ status: MembershipStatus; by: string | null }>`
    select status, by.name as by from membership left join person by on by.id = decided_by
    where membership.id = ${membership} and territory_id = ${territory}`.execute(tx);
  if (!rows[0]) throw new NotFound('Cette demande n’existe pas, ou n’existe plus.');
  return { ok: false, reason: 'decided', status: rows[0].status, by: rows[0].by ?? '' };
}

export interface LastAnimator {
  readonly ok: false;
  readonly reason: 'last-animator';
}

/**
 * Gives another role. The last who leads a territory cannot be taken off, but by whoever runs the instance.
 * @throws NotFound when nobody of this territory; Forbidden unless the actor leads it.
 */
export async function changeRole(
  executor: Executor,
  actor: Actor,
  { role, ...key }: MembershipKey & { role: Role }
): Promise<{ ok: true } | LastAnimator> {
  refuseOthers(actor, key.territory);
  return inTransaction(executor, async (tx) => {
    const present = await lockMember(tx, key);
    if (role !== 'animator' && isLast(present) && !runsInstance(actor))
      return { ok: false, reason: 'last-animator' };
    await tx.updateTable('membership').set({ role }).where('id', '=', key.membership).execute();
    await recordAudit(tx, actor, {
      action: 'membership.role',
      target: { kind: 'person', id: present.person, label: present.name },
      territory: key.territory,
      detail: { before: present.role, after: role }
    });
    return { ok: true };
  });
}

/**
 * Ends a membership: an animator does, or the person herself. The last who leads a territory cannot leave it, unless
 * whoever runs the instance does it.
 * @throws NotFound when nobody of this territory; Forbidden for anybody else.
 */
export async function endMembership(
  executor: Executor,
  actor: Actor,
  key: MembershipKey
): Promise<{ ok: true; person: PersonId; name: string } | LastAnimator> {
  return inTransaction(executor, async (tx) => {
    const present = await lockMember(tx, key);
    if (personOf(actor) !== present.person) refuseOthers(actor, key.territory);
    if (isLast(present) && !runsInstance(actor)) return { ok: false, reason: 'last-animator' };
    await sql`
      update membership set status = 'left', role = 'member', decided_at = now(),
        decided_by = ${personOf(actor)}
      where id = ${key.membership}`.execute(tx);
    await recordAudit(tx, actor, {
      action: 'membership.end',
      target: { kind: 'person', id: present.person, label: present.name },
      territory: key.territory
    });
    return { ok: true, person: present.person, name: present.name };
  });
}

interface Present {
  readonly person: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly otherAnimators: number;
}

function isLast({ role, otherAnimators }: Present): boolean {
  return role === 'animator' && otherAnimators === 0;
}

/** The territory is locked first: two animators leaving at once would each see the other still there. */
async function lockMember(tx: Tx, { territory, membership }: MembershipKey): Promise<Present> {
  await sql`select from territory where id = ${territory} for no key update`.execute(tx);
  const { rows } = await sql<Present>`
    select membership.person_id as person, person.name, membership.role, (
      select count(*)::int from membership other join person p on p.id = other.person_id
      where other.territory_id = membership.territory_id and other.id <> membership.id
        and other.role = 'animator' and other.status = 'active' and p.suspended_at is null
    ) as "otherAnimators"
    from membership join person on person.id = membership.person_id
    where membership.id = ${membership} and territory_id = ${territory} and status = 'active'`.execute(
    tx
  );
  if (!rows[0]) throw new NotFound('Cette personne n’est pas, ou n’est plus, membre de ce réseau.');
  return rows[0];
}

function refuseOthers(actor: Actor, territory: TerritoryId): void {
  if (!canManageMembers(actor, territory))
    throw new Forbidden('Les membres d’un réseau sont gérés par les personnes qui l’animent.');
}

/** Who it was, for the trace of a decision; null for the operator. */
function personOf(actor: Actor): PersonId | null {
  return actor.kind === 'person' ? actor.id : null;
}
