import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, StructureId, TerritoryId } from '#shared/ids.ts';
import {
  chooseWaves,
  measureEffect,
  type Basis,
  type EventEffect,
  type NoEffect
} from '../../effect.ts';
import { listWaves, readWaveNetwork } from '../waves/queries.ts';

/**
 * How well structures knew each other before and after an edition: the waves that say they are about it, else the nearest
 * closed ones. For who may read the figures of the edition: the caller decided. No name is in it, and nothing of fewer than
 * three structures.
 * @returns why there is none; null for an edition that is not over, and where no wave is anywhere near.
 */
export async function getEventEffect(
  db: Executor,
  event: EventId,
  now: Date
): Promise<EventEffect | NoEffect | null> {
  const edition = await findEdition(db, event);
  if (!edition?.startsAt || !edition.endsAt || edition.endsAt > now) return null;
  const waves = await listWaves(db, edition.territory);
  const { before, after } = chooseWaves(
    waves,
    { id: event, startsAt: edition.startsAt, endsAt: edition.endsAt },
    now
  );
  if (!before || !after) return before || after ? { missing: before ? 'after' : 'before' } : null;
  const { basis, present } = await readPresent(db, event);
  if (present.size === 0) return { missing: 'people' };
  const networks = {
    before: await readWaveNetwork(db, before.id),
    after: await readWaveNetwork(db, after.id)
  };
  return { before, after, basis, ...measureEffect(networks, present) };
}

interface Edition {
  readonly territory: TerritoryId;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
}

async function findEdition(db: Executor, event: EventId): Promise<Edition | null> {
  const { rows } = await sql<Edition>`
    select territory_id as territory, starts_at as "startsAt", ends_at as "endsAt"
    from event where id = ${event} and status = 'published'`.execute(db);
  return rows[0] ?? null;
}

/** The structures that came, where entries were noted; those that had a place elsewhere. */
async function readPresent(
  db: Executor,
  event: EventId
): Promise<{ basis: Basis; present: Set<StructureId> }> {
  const { rows } = await sql<{ structure: StructureId; came: boolean }>`
    select coalesce(s.merged_into, s.id) as structure,
      bool_or(exists (select from attendance a where a.event_id = ${event} and a.registration_id = r.id)) as came
    from registration r join structure s on s.id = r.structure_id
    where r.event_id = ${event} and (r.status = 'confirmed'
      or exists (select from attendance a where a.event_id = ${event} and a.registration_id = r.id))
    group by 1`.execute(db);
  const noted = rows.filter(({ came }) => came);
  const basis = noted.length > 0 ? 'present' : 'registered';
  const kept = noted.length > 0 ? noted : rows;
  return { basis, present: new Set(kept.map(({ structure }) => structure)) };
}
