/** Who works on an edition, and what each may do there. */
import { sql } from 'kysely';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { EventId, PersonId } from '#shared/ids.ts';
import type { Event } from '../../model.ts';
import type { TeamEntryInput } from '../../team.ts';
import { lockManaged } from '../rows/commands.ts';
import { teamMail } from './mails.ts';
import { listEntrustable } from './queries.ts';

export type TeamJoined =
  | { ok: true; name: string }
  /** no-account: nobody has an account at this address. nothing-entrusted: a partner of nothing, or of another edition. */
  | { ok: false; reason: 'no-account' | 'already' | 'nothing-entrusted' };

/**
 * Puts somebody in the team of an edition, and writes to her.
 * @throws NotFound, Forbidden
 */
export function addTeamMember(
  executor: Executor,
  actor: Actor,
  id: EventId,
  input: TeamEntryInput
): Promise<TeamJoined> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, id);
    const thing = await entrusted(tx, id, input);
    if (thing === null) return { ok: false, reason: 'nothing-entrusted' };
    const person = await findAccount(tx, input.email);
    if (!person) return { ok: false, reason: 'no-account' };
    if (!(await insert(tx, id, person.id, input))) return { ok: false, reason: 'already' };
    await trace(tx, actor, 'event-team.add', event, { ...person, role: input.role });
    const told = { role: input.role, thing, by: actorLabel(actor) };
    await queueMail(tx, teamMail(person, event, told));
    return { ok: true, name: person.name };
  });
}

/** The name of what a partner is given; '' for the other roles; null when it is not of this edition. */
async function entrusted(
  tx: Tx,
  event: EventId,
  { role, session, partner }: TeamEntryInput
): Promise<string | null> {
  if (role !== 'partner') return '';
  const { sessions, partners } = await listEntrustable(tx, event);
  if (session !== null) return sessions.find(({ id }) => id === session)?.title ?? null;
  return partners.find(({ id }) => id === partner)?.name ?? null;
}

async function findAccount(tx: Tx, email: string) {
  const { rows } = await sql<{ id: PersonId; name: string; email: string }>`
    select id, name, email from person
    where lower(email) = ${email.trim().toLowerCase()} and suspended_at is null`.execute(tx);
  return rows[0];
}

async function insert(
  tx: Tx,
  event: EventId,
  person: PersonId,
  { role, session, partner }: TeamEntryInput
): Promise<boolean> {
  const isPartner = role === 'partner';
  const { rows } = await sql`
    insert into event_team_member (event_id, person_id, role, session_id, partner_id)
    values (${event}, ${person}, ${role}, ${isPartner ? session : null}, ${isPartner && session === null ? partner : null})
    on conflict do nothing returning id`.execute(tx);
  return rows.length > 0;
}

/** Takes somebody off the team, or one of her roles. Taking off who is not there any more does nothing. */
export function removeTeamMember(
  executor: Executor,
  actor: Actor,
  id: EventId,
  entry: number
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, id);
    const { rows } = await sql<{ id: PersonId; name: string; role: string }>`
      delete from event_team_member m using person p
      where m.id = ${entry} and m.event_id = ${id} and p.id = m.person_id
      returning p.id, p.name, m.role`.execute(tx);
    if (rows[0]) await trace(tx, actor, 'event-team.remove', event, rows[0]);
  });
}

function trace(
  tx: Tx,
  actor: Actor,
  action: string,
  event: Event,
  { id, name, role }: { id: PersonId; name: string; role: string }
): Promise<void> {
  return recordAudit(tx, actor, {
    action,
    target: { kind: 'person', id, label: name },
    territory: event.territory.id,
    detail: { event: event.id, role }
  });
}
