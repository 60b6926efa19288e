/** Who may be drawn in a territory, and what is known between them. Read by the draw alone. */
import { sql } from 'kysely';
import { listAcquaintanceLevels } from '#domain/network/server/introductions/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { Between, Pairable } from '../../../pairing/drawing.ts';

/** Somebody to draw, and where she is written to: her address stays on the server. */
export interface Candidate extends Pairable {
  readonly email: string;
}

/** The kind of the messages: who refuses them is not drawn. */
const KIND = 'pairing';

/**
 * Those who want to be paired now: members of the network, not paused that day, whose account and mailbox answer.
 * @param day - that of the draw.
 */
export async function listCandidates(
  db: Executor,
  territory: TerritoryId,
  day: string
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with working as (
      select a.person_id, s.id, s.name, s.type_code, t.action, s.commune_code, s.perimeter_id, a.referent
      from affiliation a
      join structure o on o.id = a.structure_id join structure s on s.id = coalesce(o.merged_into, o.id)
      join structure_territory st on st.structure_id = s.id and st.territory_id = ${territory}
      join structure_type t on t.code = s.type_code
      where a.status = 'active' and s.status = 'active'
    ), place as (
      select distinct w.person_id, coalesce(pc.commune_code, w.commune_code) as code
      from working w join perimeter on perimeter.id = w.perimeter_id
      left join perimeter_commune pc on pc.perimeter_id = w.perimeter_id and perimeter.certainty = 'declared'
    ), last as (
      select id, drawn_at from pairing_round where territory_id = ${territory} order by month desc limit 1
    )
    select p.id, p.name, p.email, p.profession,
      coalesce((select json_agg(json_build_object('id', w.id, 'name', w.name, 'type', w.type_code,
        'gathers', w.action = 'gather') order by w.referent desc, w.name, w.id)
        from (select distinct on (id) * from working where person_id = p.id) w), '[]') as structures,
      array(select code from place where person_id = p.id and code is not null order by code) as communes,
      ${wordsOf('theme', 'themes')} as themes, ${wordsOf('audience', 'audiences')} as audiences,
      coalesce((select m.joined_at <= last.drawn_at
          and (m.paused_until is null or m.paused_until < (last.drawn_at at time zone 'Europe/Paris')::date)
          and not exists (select from pairing x where x.round_id = last.id and p.id in (x.a_id, x.b_id))
        from last), false) as "wasAlone"
    from pairing_member m
    join membership on membership.territory_id = m.territory_id and membership.person_id = m.person_id
    join person p on p.id = m.person_id
    where m.territory_id = ${territory} and membership.status = 'active' and membership.role <> 'reception'
      and p.suspended_at is null and (m.paused_until is null or m.paused_until < ${day}::date)
      and not exists (select from mail_refusal f where f.address = lower(p.email) and f.kind in (${KIND}, 'all'))
    order by p.id`.execute(db);
  return rows;
}

/** The names of the themes, or publics, of the services of her structures. */
function wordsOf(table: 'theme' | 'audience', column: 'themes' | 'audiences') {
  return sql`array(select distinct v.name from working w join structure_offer o on o.structure_id = w.id
    cross join unnest(o.${sql.ref(column)}) word join ${sql.table(table)} v on v.code = word
    where w.person_id = p.id order by v.name)`;
}

/**
 * What is known between some people, in three readings for two people as for three hundred.
 * @param month - the first day of the month that is drawn.
 */
export async function readBetween(
  db: Executor,
  territory: TerritoryId,
  people: readonly Pairable[],
  month: string
): Promise<(a: Pairable, b: Pairable) => Between> {
  const ids = people.map(({ id }) => id);
  const structures = [...new Set(people.flatMap((one) => one.structures.map(({ id }) => id)))];
  const recent = await sql<{ a: PersonId; b: PersonId }>`
    select x.a_id as a, x.b_id as b from pairing x join pairing_round r on r.id = x.round_id
    where r.month >= (${month}::date - interval '12 months') and r.month < ${month}::date
      and x.a_id = any(${ids}::uuid[]) and x.b_id = any(${ids}::uuid[])`.execute(db);
  const made = await sql<{ a: StructureId; b: StructureId }>`
    select a_id as a, b_id as b from introduction
    where territory_id = ${territory} and status = 'made'`.execute(db);
  const levels = await listAcquaintanceLevels(db, territory, structures);
  const met = new Set(recent.rows.map(({ a, b }) => keyOf(a, b)));
  const introduced = new Set(made.rows.map(({ a, b }) => keyOf(a, b)));
  const known = new Map(levels.map(({ a, b, level }) => [keyOf(a, b), level]));
  return (one, other) => {
    const keys = one.structures.flatMap(({ id }) =>
      other.structures.map((hers) => keyOf(id, hers.id))
    );
    const said = keys.flatMap((key) => known.get(key) ?? []);
    return {
      recent: met.has(keyOf(one.id, other.id)),
      level: said.length > 0 ? Math.max(...said) : null,
      introduced: keys.some((key) => introduced.has(key))
    };
  };
}

function keyOf<T extends number | string>(a: T, b: T): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
