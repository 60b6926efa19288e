import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Event } from '#domain/events/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { EventId, InterviewHostId, InterviewSlotId, RegistrationId } from '#shared/ids.ts';
import type { NamedHostInput } from '../../../forms.ts';
import type { InterviewRange, InterviewRules } from '../../../interviews.ts';
import { getRegistrationLink } from '../../links/queries.ts';
import { deskTransaction } from '../../places/settling/commands.ts';
import { addSlots, takeBack, type RemovalOutcome, type SlotsOutcome } from '../hosting/commands.ts';
import { namedHostMail } from '../mails.ts';
import { hostLink } from '../named/queries.ts';
import { withdrawHosts } from '../release/commands.ts';

/** Something the organiser does about interviews: her right first, then the one lock of the edition. */
async function byOrganiser<T>(
  db: Executor,
  actor: Actor,
  id: EventId,
  act: (tx: Tx, event: Event) => Promise<T>
): Promise<T> {
  const event = await getManagedEventById(db, actor, id);
  return deskTransaction(db, id, async (tx) => {
    await sql`select lock_desk(${id})`.execute(tx);
    return act(tx, event);
  });
}

function trace(tx: Tx, actor: Actor, event: Event, action: string, detail = {}): Promise<void> {
  return recordAudit(tx, actor, {
    action: `interview.${action}`,
    target: { kind: 'event', id: event.id, label: event.title },
    territory: event.place.territory,
    detail
  });
}

/**
 * Opens or closes the interviews of an edition, and says who offers and who books. What is booked stays so.
 * @returns no-category: it is not one of the edition any more.
 * @throws NotFound, Forbidden
 */
export function saveInterviewRules(
  db: Executor,
  actor: Actor,
  id: EventId,
  rules: InterviewRules
): Promise<{ ok: true } | { ok: false; reason: 'no-category' }> {
  return byOrganiser(db, actor, id, async (tx, event) => {
    if (rules.category !== null && !(await hasCategory(tx, id, rules.category)))
      return { ok: false, reason: 'no-category' } as const;
    const { open, hosts, category, most } = rules;
    await sql`
      insert into interview_desk (event_id, open, hosts, category_id, most)
      values (${id}, ${open}, ${hosts}, ${category}, ${most})
      on conflict (event_id) do update set open = excluded.open, hosts = excluded.hosts,
        category_id = excluded.category_id, most = excluded.most`.execute(tx);
    await trace(tx, actor, event, open ? 'open' : 'close', { hosts, most });
    return { ok: true } as const;
  });
}

async function hasCategory(tx: Tx, event: EventId, category: number): Promise<boolean> {
  const row = await tx
    .selectFrom('registration_category')
    .select('id')
    .where('id', '=', category)
    .where('event_id', '=', event)
    .executeTakeFirst();
  return row !== undefined;
}

export type NamingOutcome =
  /** registered: she keeps her slots from « ma place »; else by a link of her own. */
  | { readonly ok: true; readonly host: InterviewHostId; readonly registered: boolean }
  | { readonly ok: false; readonly reason: 'already' }
  | SecondReadingRefusal;

/**
 * Names somebody who will give moments, whom a message tells so, with the page where she keeps them: « ma place »
 * when she is registered at this address, else a link of her own.
 * @throws NotFound, Forbidden
 */
export function nameHost(
  db: Executor,
  actor: Actor,
  id: EventId,
  input: NamedHostInput,
  { reread }: { reread: boolean }
): Promise<NamingOutcome> {
  return byOrganiser(db, actor, id, async (tx, event): Promise<NamingOutcome> => {
    const unread = refuseUnread({ place: input.place, description: input.description }, reread);
    if (unread) return unread;
    const registration = await findRegisteredAt(tx, id, input.email);
    const { rows } = await sql<{ id: InterviewHostId; version: number }>`
      insert into interview_host (event_id, registration_id, person_id, name, email, profession_label, structure_label,
        place, description)
      select ${id}, ${registration}, (select person_id from registration where id = ${registration}), ${input.name},
        ${input.email}, ${input.profession}, ${input.structure}, ${input.place}, ${input.description}
      where not exists (select from interview_host where event_id = ${id} and email = ${input.email})
      on conflict do nothing returning id, link_version as version`.execute(tx);
    const [host] = rows;
    if (!host) return { ok: false, reason: 'already' };
    const page =
      registration === null
        ? hostLink(host.id, host.version)
        : `${await getRegistrationLink(tx, registration)}/entretiens`;
    const to = { name: input.name, mailbox: input.email, link: page };
    await queueMail(tx, namedHostMail({ event, host: to }));
    await trace(tx, actor, event, 'name', { host: host.id });
    return { ok: true, host: host.id, registered: registration !== null };
  });
}

/** The registration with a place that bears this address. */
async function findRegisteredAt(
  tx: Tx,
  event: EventId,
  email: string
): Promise<RegistrationId | null> {
  const row = await tx
    .selectFrom('registration')
    .select('id')
    .where('event_id', '=', event)
    .where('email', '=', email)
    .where('status', '=', 'confirmed')
    .executeTakeFirst();
  return (row?.id as RegistrationId | undefined) ?? null;
}

/** Adds the slots of a range to those of a host, open or not. @throws NotFound, Forbidden */
export function offerSlotsFor(
  db: Executor,
  actor: Actor,
  id: EventId,
  asked: { readonly host: InterviewHostId; readonly range: InterviewRange },
  { now }: { now: Date }
): Promise<SlotsOutcome | { readonly ok: false; readonly reason: 'gone' }> {
  return byOrganiser(db, actor, id, async (tx, event) => {
    if (!(await isHostOf(tx, id, asked.host))) return { ok: false, reason: 'gone' } as const;
    const outcome = await addSlots(tx, event, asked.host, { range: asked.range, now });
    if (outcome.ok) await trace(tx, actor, event, 'offer', { ...asked, added: outcome.added });
    return outcome;
  });
}

/** Takes a moment of a host back. @param asked.evenTaken - also when somebody has booked it, who is told. */
export function removeSlotFor(
  db: Executor,
  actor: Actor,
  id: EventId,
  asked: {
    readonly host: InterviewHostId;
    readonly slot: InterviewSlotId;
    readonly evenTaken: boolean;
  },
  { now }: { now: Date }
): Promise<RemovalOutcome> {
  return byOrganiser(db, actor, id, async (tx, event) => {
    const outcome = await takeBack(tx, event, asked, now);
    const detail = { host: asked.host, slot: asked.slot };
    if (outcome.ok) await trace(tx, actor, event, 'remove', { ...detail, ...outcome });
    return outcome;
  });
}

/** Somebody gives nothing any more: who had booked is told. Twice is as once. @throws NotFound, Forbidden */
export function removeHost(
  db: Executor,
  actor: Actor,
  id: EventId,
  host: InterviewHostId,
  { now }: { now: Date }
): Promise<void> {
  return byOrganiser(db, actor, id, async (tx, event) => {
    if (!(await isHostOf(tx, id, host))) return;
    await withdrawHosts(tx, [host], now);
    await trace(tx, actor, event, 'withdraw', { host });
  });
}

async function isHostOf(tx: Tx, event: EventId, host: InterviewHostId): Promise<boolean> {
  const row = await tx
    .selectFrom('interview_host')
    .select('id')
    .where('id', '=', host)
    .where('event_id', '=', event)
    .executeTakeFirst();
  return row !== undefined;
}
