import { sql } from 'kysely';
import { listAudiences } from '#domain/directory/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { chooseToMeet, type Neighbour, type ToMeet } from '../../../introductions/to-meet.ts';
import { canAnswerFor } from '../../../rules.ts';
import { lastSaid } from '../levels/queries.ts';

/**
 * Whom some structures should meet, for who answers for them: first those the animators plan to introduce, then those
 * that the structure itself said it does not know. What the others answered is not even read: nothing that is listed, and
 * nothing that is missing, tells it.
 * @throws Forbidden unless the actor answers for each of them.
 */
export async function listToMeet(
  db: Executor,
  actor: Actor,
  structures: readonly StructureId[],
  now: Date
): Promise<ToMeet[]> {
  if (structures.some((one) => !canAnswerFor(actor, one)))
    throw new Forbidden('Cette liste est celle des personnes qui répondent de la fiche.');
  if (structures.length === 0) return [];
  const rows = await readNeighbours(db, structures, now);
  const labels = new Map((await listAudiences(db)).map(({ code, name }) => [code, name]));
  return chooseToMeet(rows, labels);
}

/** What these structures said they do not know, and whom they are to be introduced to; nothing that the others said. */
async function readNeighbours(
  db: Executor,
  structures: readonly StructureId[],
  now: Date
): Promise<Neighbour[]> {
  const { rows } = await sql<Neighbour>`
    with ${lastSaid(sql`f.structure_id in (select id from structure
      where coalesce(merged_into, id) = any(${[...structures]}::bigint[]))`)},
    decided as (
      select a_id as one, b_id as other, status, event_id, territory_id from introduction
      union all select b_id, a_id, status, event_id, territory_id from introduction
    ), around as (
      select one, other from said where level < 2
      union select one, other from decided where status = 'planned' and one = any(${[...structures]}::bigint[])
    )
    select own.id as own, own.name as "ownName", s.slug, s.name, s.type_code as type, said.level,
      coalesce(shared.communes, 0) as communes, ${audiencesOf('own.id')} as "ownAudiences",
      ${audiencesOf('s.id')} as audiences, planned.one is not null as "isPlanned",
      case when planned.shown then planned.title end as "eventTitle",
      case when planned.shown then planned.slug end as "eventSlug"
    from around
    join structure own on own.id = around.one
    join structure s on s.id = around.other and s.status = 'active' and s.merged_into is null
    left join said on said.one = around.one and said.other = around.other
    left join lateral (
      select d.one, e.title, e.slug, e.status = 'published' and e.visibility = 'public' as shown
      from decided d left join event e on e.id = d.event_id
      where d.one = around.one and d.other = around.other and d.status = 'planned'
        and (d.event_id is null or e.ends_at is null or e.ends_at > ${now})
      order by e.starts_at limit 1) planned on true
    ${SHARED_COMMUNES}
    where (planned.one is not null or said.level < 2)
      and not exists (select from decided d where d.one = around.one and d.other = around.other
        and d.status in ('made', 'dismissed'))
    order by own.name, own.id, s.name, s.id`.execute(db);
  return rows;
}

function audiencesOf(structure: 'own.id' | 's.id') {
  return sql`array(select distinct audience from structure_offer o, unnest(o.audiences) audience
    where o.structure_id = ${sql.ref(structure)} order by audience)`;
}

/** In SQL, `shared`: the communes that the two share, as the last wave that asked about them counted. */
const SHARED_COMMUNES = sql`left join lateral (
      select p.communes from wave_structure f join wave_structure o on o.wave_id = f.wave_id
      join wave_pair p on p.a_id = least(f.id, o.id) and p.b_id = greatest(f.id, o.id)
      where f.structure_id = around.one and o.structure_id = around.other
      order by f.wave_id desc limit 1) shared on true`;
