import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import type { Relay } from '../../relays.ts';
import { getManagedEventById } from '../queries.ts';

/**
 * The relays of an edition with how many registered by each: numbers, never who.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function listRelays(
  db: Executor,
  actor: Actor,
  event: EventId
): Promise<{ relays: Relay[]; withoutRelay: { registered: number; coming: number } }> {
  await getManagedEventById(db, actor, event);
  const [relays, { rows }] = await Promise.all([
    readRelays(db, sql`r.event_id = ${event}`),
    sql<{ registered: number; coming: number }>`
      select count(*) as registered, count(*) filter (where status = 'confirmed') as coming
      from registration where event_id = ${event} and relay_id is null`.execute(db)
  ]);
  return { relays, withoutRelay: rows[0]! };
}

/** One relay of an edition the actor manages. @throws NotFound, Forbidden */
export async function getRelay(
  db: Executor,
  actor: Actor,
  event: EventId,
  id: number
): Promise<Relay> {
  await getManagedEventById(db, actor, event);
  const which = sql`r.event_id = ${event} and r.id = ${id}`;
  const [relay] = Number.isSafeInteger(id) ? await readRelays(db, which) : [];
  if (!relay) throw new NotFound('Ce relais n’existe plus.');
  return relay;
}

/** Where the short link of a relay leads; null when there is none. Whether the edition may be read is asked there. */
export async function findRelayTarget(
  db: Executor,
  id: number
): Promise<{ event: string; code: string } | null> {
  const { rows } = await sql<{ event: string; code: string }>`
    select e.slug as event, r.code from event_relay r join event e on e.id = r.event_id
    where r.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

async function readRelays(db: Executor, which: RawBuilder<unknown>): Promise<Relay[]> {
  const { rows } = await sql<Relay>`
    select r.id, r.name, r.code, r.message,
      left(md5(concat_ws(chr(31), r.name, r.code, r.message)), 16) as stamp,
      case when s.id is not null then json_build_object('slug', s.slug, 'name', s.name) end as structure,
      c.registered, c.coming
    from event_relay r
    left join structure s on s.id = r.structure_id
    cross join lateral (
      select count(*) as registered, count(*) filter (where status = 'confirmed') as coming
      from registration where relay_id = r.id) c
    where ${which} order by r.position, r.id`.execute(db);
  return rows;
}
