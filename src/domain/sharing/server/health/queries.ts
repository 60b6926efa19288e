/** How a network is doing, by what is written and by structures: nothing here says what somebody reads or how often she writes. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { CALM_MONTHS, type NetworkHealth } from '../../care.ts';
import { canModerate } from '../../rules.ts';
import { HIDDEN } from '../columns/queries.ts';
import { READ_REPLY } from '../replies/queries.ts';

/**
 * What waits in a network: questions nobody answered, structures nobody answers for, themes nobody speaks of, projects and
 * documents left alone. @throws Forbidden unless the actor animates the territory.
 */
export async function readNetworkHealth(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  now: Date
): Promise<NetworkHealth> {
  if (!canModerate(actor, { territory }))
    throw new Forbidden('Réservé aux personnes qui animent ce territoire.');
  const published = sql`c.territory_id = ${territory} and c.status = 'published' and c.removed_at is null and not ${HIDDEN}`;
  const long = sql`${now}::timestamptz - make_interval(months => ${CALM_MONTHS})`;
  const { rows } = await sql<NetworkHealth>`select
    ${list(sql`select c.slug, c.title, (${now}::date - c.published_at::date) as days from contribution c
      join question q on q.contribution_id = c.id where ${published} and q.resolved_at is null
      and c.published_at < ${now}::timestamptz - interval '2 days' and not exists (select from reply r
        where r.contribution_id = c.id and r.kind = 'answer' and ${READ_REPLY}) order by c.published_at limit 50`)} as questions,
    ${list(sql`select s.slug, s.name from structure s join structure_territory x on x.structure_id = s.id
      where x.territory_id = ${territory} and s.status = 'active' and s.merged_into is null and not exists (
        select from affiliation a join person p on p.id = a.person_id where a.structure_id = s.id and a.referent
          and a.status = 'active' and p.suspended_at is null) order by s.name limit 200`)} as structures,
    ${list(sql`select m.code, m.name from theme m where exists (select from service_theme z
        join service v on v.id = z.service_id join structure_territory x on x.structure_id = v.structure_id
        where z.theme_code = m.code and x.territory_id = ${territory})
      and not exists (select from contribution c join contribution_theme ct on ct.contribution_id = c.id
        where ${published} and ct.theme = m.code and c.published_at >= ${long}) order by m.name`)} as themes,
    ${list(sql`select c.slug, c.title, (${now}::date - greatest(c.updated_at, c.published_at)::date) as days from contribution c
      join project d on d.contribution_id = c.id where ${published} and d.stage in ('setup', 'ongoing')
      and c.updated_at < ${long} and not exists (select from reply r where r.contribution_id = c.id
        and r.kind = 'news' and r.removed_at is null and r.written_at >= ${long}) order by c.updated_at limit 50`)} as projects,
    ${list(sql`select c.slug, c.title, (${now}::date - d.expires_on) as days from contribution c
      join document d on d.contribution_id = c.id where ${published} and d.expires_on < ${now}::date
      order by d.expires_on limit 50`)} as documents`.execute(db);
  return rows[0]!;
}

function list(query: ReturnType<typeof sql>) {
  return sql`coalesce((select json_agg(q) from (${query}) q), '[]')`;
}
