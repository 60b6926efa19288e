/** What every command of an edition begins or ends with. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { freeSlug } from '#server/db/free-slug.ts';
import type { Tx } from '#server/db/connection.ts';
import { instantOf } from '#shared/dates.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, TerritoryId } from '#shared/ids.ts';
import type { HalfDayDraft } from '../../edition.ts';
import type { Event } from '../../model.ts';
import { canCreateEvents } from '../../rules.ts';
import { findEventById, getManagedEventById } from '../queries.ts';

/** @throws Forbidden unless the actor leads the network of the territory. */
export function assertMayCreate(actor: Actor, territory: TerritoryId): void {
  if (!canCreateEvents(actor, territory))
    throw new Forbidden(
      'Les rencontres d’un territoire sont ouvertes par les personnes qui l’animent.'
    );
}

/** The edition, held until the transaction ends: of two people at once, the second reads what the first wrote. */
export async function lockManaged(tx: Tx, actor: Actor, id: EventId): Promise<Event> {
  await tx.selectFrom('event').select('id').where('id', '=', id).forUpdate().execute();
  return getManagedEventById(tx, actor, id);
}

/**
 * The edition, whose team stays as it is until the transaction ends: nothing is written by somebody once she was taken
 * off it. Before her rights are read.
 * @throws NotFound
 */
export async function holdEvent(tx: Tx, id: EventId): Promise<Event> {
  await sql`select from event where id = ${id} for no key update`.execute(tx);
  const event = await findEventById(tx, id);
  if (!event) throw new NotFound('Cette rencontre n’existe pas.');
  return event;
}

/** Keeps the trace of what was done to an edition. */
export function traceEvent(
  tx: Tx,
  actor: Actor,
  action: string,
  { id, title, territory }: Pick<Event, 'id' | 'title'> & { territory: { id: TerritoryId } }
): Promise<void> {
  const target = { kind: 'event', id, label: title };
  return recordAudit(tx, actor, { action, target, territory: territory.id });
}

/** Writes half-days of an edition, in the transaction of what decided them. */
export async function insertHalfDays(
  tx: Tx,
  event: EventId,
  drafts: readonly HalfDayDraft[],
  zone: string
): Promise<void> {
  if (drafts.length === 0) return;
  await tx
    .insertInto('event_half_day')
    .values(
      drafts.map(({ label, start, end }) => ({
        event_id: event,
        label,
        starts_at: instantOf(start, zone),
        ends_at: instantOf(end, zone)
      }))
    )
    .execute();
}

/** The first address that nobody has: `rencontre`, `rencontre-2`… Held for this transaction until it ends. */
export function freeEditionSlug(
  tx: Tx,
  table: 'event' | 'event_series',
  base: string
): Promise<string> {
  return freeSlug(tx, base, {
    ...{ name: table, fallback: 'rencontre' },
    listTaken: async () => {
      const { rows } = await sql<{ slug: string }>`
        select slug from ${sql.table(table)} where slug = ${base} or slug like ${`${base}-%`}`.execute(
        tx
      );
      return rows.map(({ slug }) => slug);
    }
  });
}
