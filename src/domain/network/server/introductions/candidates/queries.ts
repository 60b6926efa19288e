import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, StructureId, TerritoryId } from '#shared/ids.ts';
import {
  type Candidate,
  type CandidatePair,
  type Decision,
  type IntroductionEvent
} from '../../../introductions/pair.ts';
import type { Level } from '../../../model.ts';
import { lastSaid } from '../levels/queries.ts';

interface PairRow {
  readonly a: StructureId;
  readonly b: StructureId;
  readonly communes: number;
  readonly saidA: Level | null;
  readonly saidB: Level | null;
  readonly status: Decision['status'] | null;
  readonly event: EventId | null;
  readonly at: Date | null;
}

/**
 * The pairs that the last wave asks about and those about which something was decided, with what is known of each. Those
 * whose structures have left the directory of the territory are left out; so are, for speed, those that know each other.
 * @param epci - only those that both intervene there, when given.
 */
export async function listCandidatePairs(
  db: Executor,
  territory: TerritoryId,
  epci: string | null
): Promise<CandidatePair[]> {
  const pairs = await readPairs(db, territory, epci);
  const ids = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const candidates = await readCandidates(db, territory, ids);
  const visits = await readVisits(db, territory, ids);
  const events = await readEvents(db, [
    ...pairs.flatMap(({ event }) => event ?? []),
    ...[...visits.values()].flat()
  ]);
  return pairs.flatMap((row) => {
    const [a, b] = [candidates.get(row.a), candidates.get(row.b)];
    if (!a || !b) return [];
    const both = (visits.get(row.a) ?? []).filter((id) => visits.get(row.b)?.includes(id));
    return {
      ...{ a, b, communes: row.communes },
      said: { a: row.saidA, b: row.saidB },
      together: lastOf(both.flatMap((id) => events.get(id) ?? [])),
      decision: decisionOf(row, events)
    };
  });
}

async function readPairs(
  db: Executor,
  territory: TerritoryId,
  epci: string | null
): Promise<PairRow[]> {
  const { rows } = await sql<PairRow>`
    with ${lastSaid(sql`w.territory_id = ${territory}`)},
    latest as (
      select max(number) as number from wave where territory_id = ${territory} and status <> 'draft'
    ), shared as (
      select distinct on (1, 2) least(s.structure, t.structure) as a, greatest(s.structure, t.structure) as b,
        p.communes, w.number = latest.number as current
      from latest join wave w on w.territory_id = ${territory} and w.status <> 'draft'
      join wave_pair p on p.wave_id = w.id
      join lateral (select coalesce(merged_into, id) as structure from structure
        where id = (select structure_id from wave_structure where id = p.a_id)) s on true
      join lateral (select coalesce(merged_into, id) as structure from structure
        where id = (select structure_id from wave_structure where id = p.b_id)) t on true
      where s.structure <> t.structure
      order by 1, 2, w.number desc, p.communes desc
    ), decided as (select a_id as a, b_id as b, status, event_id, changed_at from introduction where territory_id = ${territory})
    select a, b, coalesce(shared.communes, 0) as communes, mine.level as "saidA", hers.level as "saidB",
      decided.status, decided.event_id as event, decided.changed_at as at
    from shared full join decided using (a, b)
    left join said mine on mine.one = a and mine.other = b
    left join said hers on hers.one = b and hers.other = a
    where (decided.status is not null or (shared.current and coalesce(mine.level, 0) < 2 and coalesce(hers.level, 0) < 2))
      and (${epci}::text is null or (${isAt('a', epci)} and ${isAt('b', epci)}))`.execute(db);
  return rows;
}

/** Whether a structure intervenes somewhere in an EPCI. */
function isAt(column: 'a' | 'b', epci: string | null) {
  return sql`exists (select from structure_offer o where o.structure_id = ${sql.ref(column)}
    and (o.certainty = 'everywhere' or exists (select from perimeter_commune pc
      join commune c on c.code = pc.commune_code where pc.perimeter_id = o.perimeter_id and c.epci_code = ${epci})))`;
}

/** Some structures of a territory by their number: those that are open and in its directory. */
export async function readCandidates(
  db: Executor,
  territory: TerritoryId,
  ids: readonly StructureId[]
): Promise<Map<StructureId, Candidate>> {
  const { rows } = await sql<Candidate>`
    select s.id, s.slug, s.name, s.type_code as type, t.action,
      array(select distinct audience from structure_offer o, unnest(o.audiences) audience
        where o.structure_id = s.id order by audience) as audiences
    from structure s join structure_territory st on st.structure_id = s.id and st.territory_id = ${territory}
    join structure_type t on t.code = s.type_code
    where s.id = any(${[...ids]}::bigint[]) and s.status = 'active' and s.merged_into is null`.execute(
    db
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** How many communes two structures share, as the last wave that asked about them counted; nought when none did. */
export async function readCommunes(
  db: Executor,
  territory: TerritoryId,
  structures: readonly [StructureId, StructureId]
): Promise<number> {
  const { rows } = await sql<{ communes: number }>`
    select p.communes from wave w
    join wave_structure f on f.wave_id = w.id and f.structure_id = ${structures[0]}
    join wave_structure o on o.wave_id = w.id and o.structure_id = ${structures[1]}
    join wave_pair p on p.a_id = least(f.id, o.id) and p.b_id = greatest(f.id, o.id)
    where w.territory_id = ${territory} and w.status <> 'draft' order by w.number desc limit 1`.execute(
    db
  );
  return rows[0]?.communes ?? 0;
}

/** The editions of the territory where somebody of each structure came: from what was noted at the door. */
async function readVisits(
  db: Executor,
  territory: TerritoryId,
  ids: readonly StructureId[]
): Promise<Map<StructureId, EventId[]>> {
  const { rows } = await sql<{ structure: StructureId; events: EventId[] }>`
    select coalesce(s.merged_into, s.id) as structure, json_agg(distinct a.event_id) as events
    from attendance a join registration r on r.id = a.registration_id join event e on e.id = a.event_id
    join structure s on s.id = r.structure_id
    where e.territory_id = ${territory} and coalesce(s.merged_into, s.id) = any(${[...ids]}::bigint[])
    group by 1`.execute(db);
  return new Map(rows.map(({ structure, events }) => [structure, events]));
}

async function readEvents(
  db: Executor,
  ids: readonly EventId[]
): Promise<Map<EventId, IntroductionEvent>> {
  const { rows } = await sql<IntroductionEvent>`
    select id, slug, title, starts_at as "startsAt", ends_at as "endsAt", time_zone as "timeZone"
    from event where id = any(${[...new Set(ids)]}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

function lastOf(events: readonly IntroductionEvent[]): IntroductionEvent | null {
  const when = ({ startsAt }: IntroductionEvent) => startsAt?.getTime() ?? 0;
  return events.toSorted((x, y) => when(y) - when(x))[0] ?? null;
}

function decisionOf(
  { status, event, at }: PairRow,
  events: ReadonlyMap<EventId, IntroductionEvent>
): Decision | null {
  if (status === null || at === null) return null;
  return { status, event: event === null ? null : (events.get(event) ?? null), at };
}
