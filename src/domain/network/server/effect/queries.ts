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
import type { Wave } from '../../model.ts';
import { listWaves, readWaveNetworks } from '../waves/queries.ts';

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
  return (await listEventEffects(db, [event], now)).get(event) ?? null;
}

/** The same of several editions, those that have none left out: as many statements for one as for ten of a territory. */
export async function listEventEffects(
  db: Executor,
  events: readonly EventId[],
  now: Date
): Promise<Map<EventId, EventEffect | NoEffect>> {
  const editions = (await listEnded(db, events)).filter(({ endsAt }) => endsAt <= now);
  const around = [];
  for (const [territory, held] of Map.groupBy(editions, (one) => one.territory)) {
    const waves = await listWaves(db, territory);
    around.push(...held.map((edition) => ({ edition, ...chooseWaves(waves, edition, now) })));
  }
  const whole = around.filter((one): one is Around => one.before !== null && one.after !== null);
  const came = await readPresent(
    db,
    whole.map(({ edition }) => edition.id)
  );
  const networks = new Map(
    (
      await readWaveNetworks(
        db,
        whole.flatMap(({ before, after }) => [before.id, after.id])
      )
    ).map((network) => [network.wave.id, network])
  );
  return new Map(
    around.flatMap((one): [EventId, EventEffect | NoEffect][] => {
      const { edition, before, after } = one;
      if (!before && !after) return [];
      if (!before || !after) return [[edition.id, { missing: before ? 'after' : 'before' }]];
      const { basis, present } = came.get(edition.id) ?? NOBODY;
      if (present.size === 0) return [[edition.id, { missing: 'people' }]];
      const read = { before: networks.get(before.id)!, after: networks.get(after.id)! };
      return [[edition.id, { before, after, basis, ...measureEffect(read, present) }]];
    })
  );
}

interface Edition {
  readonly id: EventId;
  readonly territory: TerritoryId;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

interface Around {
  readonly edition: Edition;
  readonly before: Wave;
  readonly after: Wave;
}

interface Present {
  readonly basis: Basis;
  readonly present: ReadonlySet<StructureId>;
}

const NOBODY: Present = { basis: 'registered', present: new Set() };

async function listEnded(db: Executor, events: readonly EventId[]): Promise<Edition[]> {
  const { rows } = await sql<Edition>`
    select id, territory_id as territory, starts_at as "startsAt", ends_at as "endsAt"
    from event where id = any(${[...events]}::bigint[]) and status = 'published' and starts_at is not null
      and ends_at is not null`.execute(db);
  return rows;
}

/** The structures that came, where entries were noted; those that had a place elsewhere. */
async function readPresent(
  db: Executor,
  events: readonly EventId[]
): Promise<Map<EventId, Present>> {
  const { rows } = await sql<{ event: EventId; structure: StructureId; came: boolean }>`
    select r.event_id as event, coalesce(s.merged_into, s.id) as structure,
      bool_or(exists (select from attendance a where a.event_id = r.event_id and a.registration_id = r.id)) as came
    from registration r join structure s on s.id = r.structure_id
    where r.event_id = any(${[...events]}::bigint[]) and (r.status = 'confirmed'
      or exists (select from attendance a where a.event_id = r.event_id and a.registration_id = r.id))
    group by 1, 2`.execute(db);
  return new Map(
    [...Map.groupBy(rows, ({ event }) => event)].map(([event, all]) => {
      const noted = all.filter(({ came }) => came);
      const basis = noted.length > 0 ? ('present' as const) : ('registered' as const);
      const kept = noted.length > 0 ? noted : all;
      return [event, { basis, present: new Set(kept.map(({ structure }) => structure)) }];
    })
  );
}
