import { sql, type Expression } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';

/** Somebody to ask whether a fiche is true. `person`: a référent·e; null: the structure's own address. */
export interface Recipient {
  readonly address: string;
  readonly name: string;
  readonly person: PersonId | null;
}

/**
 * Whom to ask about each structure: its référents, else its own address, else nobody (no entry). Those who
 * unsubscribed, or whose address answers no more, are not asked. One statement.
 */
export async function listRecipients(
  db: Executor,
  structures: readonly StructureId[]
): Promise<Map<StructureId, Recipient[]>> {
  const { rows } = await sql<Recipient & { id: StructureId }>`
    with asked as (select s.id, lower(s.email) as email from structure s
      where s.id = any(${[...structures]}::bigint[])),
    referents as (
      select asked.id, person.email as address, person.name, person.id as person
      from asked
      join affiliation on affiliation.structure_id = asked.id and affiliation.referent
        and affiliation.status = 'active'
      join person on person.id = affiliation.person_id and person.suspended_at is null
      where not ${refused(sql.ref('person.email'))})
    select id, address, name, person from referents
    union all
    select id, email, '', null from asked
    where email <> '' and not ${refused(sql.ref('asked.email'))}
      and not exists (select from referents where referents.id = asked.id)
    order by id, name, address`.execute(db);
  return Map.groupBy(rows, ({ id }) => id);
}

/** Asks for no more of these messages, or answers no more. */
export function refused(address: Expression<unknown>) {
  return sql<boolean>`exists (select from mail_refusal where mail_refusal.address = ${address}
    and mail_refusal.kind in ('confirmation', 'all'))`;
}

/** An animator and what she is told of. */
export interface Told {
  readonly person: PersonId;
  readonly name: string;
  readonly email: string;
  readonly territory: {
    readonly id: TerritoryId;
    readonly slug: string;
    readonly name: string;
  } | null;
  readonly structures: StructureId[];
}

/**
 * Who leads the territories of these structures, with the structures of each; where a territory is led by nobody,
 * or a structure belongs to none, those who run the instance.
 */
export async function listLeaders(
  db: Executor,
  structures: readonly StructureId[]
): Promise<Told[]> {
  const { rows } = await sql<Told>`
    with placed as (
      select asked.id as structure, t.id as territory, t.slug, t.name
      from unnest(${[...structures]}::bigint[]) as asked (id)
      left join structure_territory st on st.structure_id = asked.id
      left join territory t on t.id = st.territory_id),
    led as (
      select placed.*, m.person_id from placed
      join membership m on m.territory_id = placed.territory and m.role = 'animator' and m.status = 'active'
      join person on person.id = m.person_id and person.suspended_at is null)
    select person.id as "person", person.name, person.email,
      case when told.territory is null then null
        else json_build_object('id', told.territory, 'slug', told.slug, 'name', told.territory_name) end as "territory",
      json_agg(told.structure order by told.structure) as "structures"
    from (
      select structure, territory, slug, name as territory_name, person_id from led
      union all
      select placed.structure, placed.territory, placed.slug, placed.name, person.id
      from placed join person on person.administrator and person.suspended_at is null
      where not exists (select from led where led.territory = placed.territory)
    ) told
    join person on person.id = told.person_id
    group by person.id, told.territory, told.slug, told.territory_name
    order by person.id, told.territory`.execute(db);
  return rows;
}
