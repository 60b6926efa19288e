import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import { canReadMembers } from '#domain/territory/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { Acquaintance } from '../../introductions.ts';

/**
 * Everybody else of a network, with the communes and the EPCI where both this person’s structures and theirs
 * intervene. A structure that says « partout », or does not say where, counts for its seat alone: it would make
 * everybody a neighbour.
 * @throws Forbidden unless the actor belongs to the territory.
 */
export async function listAcquaintances(
  db: Executor,
  actor: PersonActor,
  territory: TerritoryId
): Promise<Acquaintance[]> {
  if (!canReadMembers(actor, territory))
    throw new Forbidden('La liste des membres est réservée aux membres de ce réseau.');
  const { rows } = await sql<Acquaintance>`
    with working as (
      select a.person_id, s.id, s.name, s.commune_code, s.perimeter_id
      from affiliation a
      join structure s on s.id = a.structure_id and s.merged_into is null
      join structure_territory st on st.structure_id = s.id and st.territory_id = ${territory}
      where a.status = 'active'
    ), place as (
      select distinct w.person_id, coalesce(pc.commune_code, w.commune_code) as code
      from working w
      join perimeter on perimeter.id = w.perimeter_id
      left join perimeter_commune pc on pc.perimeter_id = w.perimeter_id and perimeter.certainty = 'declared'
    ), mine as (select code from place where person_id = ${actor.id} and code is not null),
    shared as (
      select place.person_id, count(*) filter (where place.code in (select code from mine))::int as communes,
        min(epci.name) filter (where c.epci_code in (
          select commune.epci_code from commune join mine on mine.code = commune.code)) as epci
      from place join commune c on c.code = place.code left join epci on epci.code = c.epci_code
      where place.person_id <> ${actor.id}
      group by place.person_id
    )
    select p.id, p.name, p.profession, m.role = 'animator' as animator,
      array(select w.name from working w where w.person_id = p.id order by w.name) as structures,
      coalesce(shared.communes, 0) as "sharedCommunes", coalesce(shared.epci, '') as "sharedEpci"
    from membership m
    join person p on p.id = m.person_id
    left join shared on shared.person_id = p.id
    where m.territory_id = ${territory} and m.status = 'active' and m.role <> 'reception'
      and p.suspended_at is null and p.id <> ${actor.id}
    order by p.name, p.id`.execute(db);
  return rows;
}

/** A fiche that has just been written or confirmed in a territory. */
export interface RecentFiche {
  readonly slug: string;
  readonly name: string;
  readonly what: 'confirmed' | 'changed' | 'added';
  readonly at: Date;
}

/**
 * The last fiches that somebody confirmed, changed or added in a territory: its news, for now. What was loaded by the
 * command line is none.
 */
export async function listRecentFiches(
  db: Executor,
  territory: TerritoryId,
  limit = 5
): Promise<RecentFiche[]> {
  const { rows } = await sql<RecentFiche>`
    select s.slug, s.name, news.what, news.at
    from structure s join structure_territory st on st.structure_id = s.id
    cross join lateral (
      select 'confirmed' as what, s.confirmed_at as at where s.confirmed_at is not null
      union all
      select case when kind in ('created', 'imported', 'suggested') and before is null then 'added' else 'changed' end, at
      from structure_history
      where structure_id = s.id and person_id is not null and kind <> 'confirmed'
      order by at desc limit 1) news
    where st.territory_id = ${territory} and s.status = 'active' and s.merged_into is null
    order by news.at desc, s.name limit ${limit}`.execute(db);
  return rows;
}
