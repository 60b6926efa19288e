/** Inviting to an edition, and relaunching those who have not answered. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Event } from '#domain/events/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import { type Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { Invalid } from '#shared/errors.ts';
import type { EventId, EventInvitationId } from '#shared/ids.ts';
import { describeAudience, type Audience, type Candidate } from '../../audience.ts';
import {
  MOST_INVITED,
  REMIND_AFTER_DAYS,
  whyNotInviting,
  type NotInviting
} from '../../invitations.ts';
import type { MessageInput } from '../../messages.ts';
import { writeMessage } from '../messages/log/commands.ts';
import { listAudience } from './candidates/queries.ts';
import { composeEventInvitation } from './mails.ts';
import { INVITATION_STATE, invitationToken, ITS_REGISTRATION, REFUSED } from './queries.ts';

export type Sent =
  | {
      readonly ok: true;
      /** Messages that leave. */
      readonly sent: number;
      /** Of the audience, those who get none. */
      readonly left: number;
    }
  | { readonly ok: false; readonly reason: NotInviting }
  | SecondReadingRefusal;

/** The words of a message, as typed. */
export interface Worded extends MessageInput {
  /** Read again by whoever sends it. */
  readonly reread?: boolean;
}

/**
 * Invites an audience, each by a message of her own, once an address whoever sends and however often.
 * @throws NotFound, Forbidden unless the actor manages the edition; Invalid past {@link MOST_INVITED} at once.
 */
export async function sendInvitations(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { audience, ...words }: Worded & { readonly audience: Audience },
  now: Date
): Promise<Sent> {
  return announcing(executor, actor, id, words, now, async (tx, event) => {
    const { chosen, left } = await listAudience(tx, event, audience, now);
    if (chosen.length > MOST_INVITED)
      throw new Invalid([
        { path: 'source', message: `${MOST_INVITED} invitations au plus à la fois` }
      ]);
    const message = await writeMessage(tx, actor, event.id, {
      ...words,
      kind: 'invitation',
      audience: describeAudience(audience)
    });
    const written = await writeInvitations(tx, event.id, { chosen, audience, message, now });
    for (const one of written)
      await queueMail(tx, composeEventInvitation(event, { ...one, round: 0 }, words));
    await message.close(written.length);
    await audit(tx, actor, event, 'event.invite', {
      source: audience.source,
      count: written.length
    });
    const others = Object.values(left).flat().length + chosen.length - written.length;
    return { ok: true, sent: written.length, left: others };
  });
}

interface Chosen {
  readonly chosen: readonly Candidate[];
  readonly audience: Audience;
  readonly message: { readonly id: number };
  readonly now: Date;
}

/** @returns those who had none: of two senders at once, the second finds the first one's. */
async function writeInvitations(
  tx: Tx,
  event: EventId,
  { chosen, audience, message, now }: Chosen
): Promise<{ id: EventInvitationId; email: string; name: string; token: string }[]> {
  const people = chosen.map(({ email, name, person, structure }) => ({
    ...{ email, name, person },
    structure: structure?.id ?? null
  }));
  const { rows } = await sql<{
    id: EventInvitationId;
    email: string;
    name: string;
    version: number;
  }>`
    insert into event_invitation (event_id, email, name, person_id, structure_id, origin, message_id, invited_at)
    select ${event}, p.email, p.name, p.person, p.structure, ${audience.source}, ${message.id}, ${now}
    from json_to_recordset(${JSON.stringify(people)}::json)
      as p(email text, name text, person uuid, structure bigint)
    order by p.email
    on conflict (event_id, email) do nothing
    returning id, email, name, link_version as version`.execute(tx);
  return rows.map(({ version, ...one }) => ({ ...one, token: invitationToken(one.id, version) }));
}

/**
 * Writes again to those who have not answered, three days at least after what they last received.
 * @returns how many; of two senders at once, the second finds nobody left.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function remindSilent(
  executor: Executor,
  actor: Actor,
  id: EventId,
  words: Worded,
  now: Date
): Promise<Sent> {
  return announcing(executor, actor, id, words, now, async (tx, event) => {
    const silent = await takeSilent(tx, event.id, now);
    if (silent.length === 0) return { ok: true, sent: 0, left: 0 };
    const message = await writeMessage(tx, actor, event.id, {
      ...words,
      kind: 'reminder',
      audience: { source: 'silent' }
    });
    for (const one of silent) await queueMail(tx, composeEventInvitation(event, one, words));
    await message.close(silent.length);
    await audit(tx, actor, event, 'event.remind', { count: silent.length });
    return { ok: true, sent: silent.length, left: 0 };
  });
}

/** Marks them before writing to them, under the lock of their rows: who waited for it sees that they were written to. */
async function takeSilent(tx: Tx, event: EventId, now: Date) {
  const { rows } = await sql<{
    id: EventInvitationId;
    email: string;
    name: string;
    round: number;
    version: number;
  }>`
    with silent as (
      select i.id, ${INVITATION_STATE} as state from event_invitation i ${ITS_REGISTRATION}
      where i.event_id = ${event} and not ${REFUSED}
    )
    update event_invitation i set reminded_at = ${now}, reminders = i.reminders + 1
    from silent
    where i.id = silent.id and silent.state = 'silent' and i.declined_at is null
      and coalesce(i.reminded_at, i.invited_at) <= ${now}::timestamptz - ${REMIND_AFTER_DAYS} * interval '1 day'
    returning i.id, i.email, i.name, i.reminders as round, i.link_version as version`.execute(tx);
  return rows.map(({ version, ...one }) => ({ ...one, token: invitationToken(one.id, version) }));
}

/** What both have in common: who may, whether the edition can be announced, and the words read again. */
async function announcing(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { subject, body, reread = false }: Worded,
  now: Date,
  send: (tx: Tx, event: Event) => Promise<Sent>
): Promise<Sent> {
  return inTransaction(executor, async (tx) => {
    // Shared: a cancellation that has begun is waited for, and seen.
    await sql`select from event where id = ${id} for share`.execute(tx);
    const event = await getManagedEventById(tx, actor, id);
    const reason = whyNotInviting(event, now);
    if (reason) return { ok: false, reason };
    return refuseUnread({ subject, body }, reread) ?? send(tx, event);
  });
}

function audit(
  tx: Tx,
  actor: Actor,
  event: Event,
  action: string,
  detail: Readonly<Record<string, unknown>>
): Promise<void> {
  const target = { kind: 'event', id: event.id, label: event.title };
  return recordAudit(tx, actor, { action, target, territory: event.territory.id, detail });
}
