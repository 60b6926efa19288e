/** What is known of who knows whom, for what an encounter is worth. The caller says who may: it is for weights alone. */
import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import {
  listAcquaintanceLevels,
  listPlannedIntroductions
} from '#domain/network/server/introductions/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, RegistrationId, StructureId } from '#shared/ids.ts';
import type { PlanGuest, PlanWeights } from '../../plan.ts';
import { NOTHING_KNOWN, type Acquaintances } from '../../weights.ts';

/** Levels of the structures of the guests, introductions planned for the edition, who shared a table before. */
export async function readAcquaintances(
  db: Executor,
  event: Pick<Event, 'id' | 'territory'>,
  guests: readonly PlanGuest[],
  weights: PlanWeights
): Promise<Acquaintances> {
  if (!weights.unknown) return NOTHING_KNOWN;
  const structures = new Set(guests.flatMap(({ structure }) => (structure ? [structure] : [])));
  const levels = await listAcquaintanceLevels(db, event.territory.id, [...structures]);
  const planned = await listPlannedIntroductions(db, event.id);
  return {
    levels,
    introductions: planned.map(({ a, b }): [StructureId, StructureId] => [a, b]),
    shared: await listShared(db, event.id)
  };
}

/**
 * Pairs of an edition who shared a table at an earlier one of its series: in a round that is over, or in a published
 * plan of an edition that is. One is known by her account, or by the address she registers with.
 */
async function listShared(
  db: Executor,
  event: EventId
): Promise<[RegistrationId, RegistrationId][]> {
  const { rows } = await sql<{ a: RegistrationId; b: RegistrationId }>`
    with before as (
      select s.event_id, s.round_number, s.table_number, now.id
      from event e
      join event past on past.series_id = e.series_id and past.id <> e.id and past.starts_at < e.starts_at
      join table_plan p on p.event_id = past.id
      join table_plan_round r on r.event_id = past.id
        and (r.done_at is not null or (p.status = 'published' and past.ends_at < now()))
      join table_plan_seat s on s.event_id = r.event_id and s.round_number = r.number
      join registration then_ on then_.id = s.registration_id
      join registration now on now.event_id = e.id and now.status = 'confirmed'
        and (now.person_id = then_.person_id or now.email = then_.email)
      where e.id = ${event}
    )
    select distinct one.id as a, other.id as b
    from before one join before other using (event_id, round_number, table_number)
    where one.id < other.id order by 1, 2`.execute(db);
  return rows.map(({ a, b }) => [a, b]);
}
