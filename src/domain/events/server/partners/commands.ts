import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId, PartnerId, StructureId } from '#shared/ids.ts';
import type { Event } from '../../model.ts';
import type { NewPartner, PartnerInput, PartnerWordsInput } from '../../partners.ts';
import { canEditPartner } from '../../rules.ts';
import { holdEvent, lockManaged, traceEvent } from '../rows/commands.ts';
import { findNamedStructure } from './queries.ts';

/** Which partner, as it was read. */
export interface PartnerKey {
  readonly event: EventId;
  readonly partner: PartnerId;
  readonly version: number;
}

/** stale: somebody changed it since it was read. gone: somebody took it off. */
export type PartnerOutcome =
  | { readonly ok: true; readonly partner: PartnerId }
  | { readonly ok: false; readonly reason: 'stale' | 'gone' }
  | SecondReadingRefusal;

interface Options {
  /** Slug of the structure chosen in the directory; '' when only a name was typed. */
  readonly structure: string;
  readonly reread: boolean;
}

/**
 * Adds a partner to an edition, after the others.
 * @throws Forbidden, NotFound
 */
export function createPartner(
  executor: Executor,
  actor: Actor,
  eventId: EventId,
  input: NewPartner & { readonly structure: string }
): Promise<PartnerId> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, eventId);
    const structure = await findNamedStructure(tx, { name: input.name, slug: input.structure });
    const { rows } = await sql<{ id: PartnerId }>`
      insert into event_partner (event_id, structure_id, name, role, position)
      select ${event.id}, ${structure}, ${input.name}, ${input.role}, coalesce(max(position), -1) + 1
      from event_partner where event_id = ${event.id}
      returning id`.execute(tx);
    await trace(tx, actor, event, 'create', input.name);
    return rows[0]!.id;
  });
}

/**
 * Changes a partner whole, amounts too.
 * @throws Forbidden, NotFound
 */
export function updatePartner(
  executor: Executor,
  actor: Actor,
  key: PartnerKey,
  input: PartnerInput & Options
): Promise<PartnerOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await lockManaged(tx, actor, key.event);
    const { plannedCents, actualCents, industry, paysFor, paidTo, shown, amountShown } = input;
    return write(tx, { actor, event, key }, input, {
      ...{ role: input.role, planned_cents: plannedCents, actual_cents: actualCents, industry },
      ...{ pays_for: paysFor, paid_to: paidTo, shown, amount_shown: amountShown }
    });
  });
}

/**
 * Changes what a partner says of itself: those who manage the edition, or that partner. Its role and its amounts stay.
 * @throws Forbidden, NotFound
 */
export function updatePartnerWords(
  executor: Executor,
  actor: Actor,
  key: PartnerKey,
  input: PartnerWordsInput & Options
): Promise<PartnerOutcome> {
  return inTransaction(executor, async (tx) => {
    const event = await getEntrusted(tx, actor, key);
    return write(tx, { actor, event, key }, input, {});
  });
}

/**
 * The edition, for whoever may write of a partner.
 * @throws Forbidden, NotFound
 */
export async function getEntrusted(
  tx: Tx,
  actor: Actor,
  key: Pick<PartnerKey, 'event' | 'partner'>
): Promise<Event> {
  const event = await holdEvent(tx, key.event);
  if (!canEditPartner(actor, event.place, key.partner))
    throw new Forbidden('Ce partenaire est confié à d’autres personnes.');
  return event;
}

interface Change {
  readonly actor: Actor;
  readonly event: Event;
  readonly key: PartnerKey;
}

async function write(
  tx: Tx,
  { actor, event, key }: Change,
  input: PartnerWordsInput & Options & { readonly paysFor?: string; readonly paidTo?: string },
  columns: Record<string, string | number | boolean | null>
): Promise<PartnerOutcome> {
  const before = await lockPartner(tx, key);
  if (!before) return { ok: false, reason: 'gone' };
  if (before.version !== key.version) return { ok: false, reason: 'stale' };
  const { name, means, website, paysFor = '', paidTo = '' } = input;
  const unread = refuseUnread({ means, paysFor, paidTo }, input.reread);
  if (unread) return unread;
  // The same name without a choice in the list: what it was linked to is not forgotten.
  const structure =
    input.structure === '' && name === before.name
      ? before.structure
      : await findNamedStructure(tx, { name, slug: input.structure });
  await tx
    .updateTable('event_partner')
    .set({ ...columns, name, means, website, structure_id: structure, version: key.version + 1 })
    .where('id', '=', key.partner)
    .execute();
  await trace(tx, actor, event, 'update', name);
  return { ok: true, partner: key.partner };
}

/** A partner of an edition, kept from other changes until the transaction ends; null when it was taken off. */
export async function lockPartner(
  tx: Tx,
  { event, partner }: Pick<PartnerKey, 'event' | 'partner'>
): Promise<{ name: string; version: number; structure: StructureId | null } | null> {
  const { rows } = await sql<{ name: string; version: number; structure: StructureId | null }>`
    select name, version, structure_id as structure from event_partner
    where event_id = ${event} and id = ${partner} and removed_at is null for update`.execute(tx);
  return rows[0] ?? null;
}

/** Keeps the trace of what was done to a partner. */
export function trace(
  tx: Tx,
  actor: Actor,
  event: Event,
  verb: 'create' | 'update' | 'move' | 'remove' | 'restore' | 'erase' | 'logo',
  name: string
): Promise<void> {
  return traceEvent(tx, actor, `partner.${verb}`, { ...event, title: `${event.title} — ${name}` });
}
