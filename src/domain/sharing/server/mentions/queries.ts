/** Whom a text may name. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { Mentionable, Mentioned } from '../../mentions.ts';

/** The members of a network and the structures of its directory, by name and by acronym. */
export async function listMentionable(
  db: Executor,
  territory: TerritoryId
): Promise<Mentionable[]> {
  const { rows } = await sql<Mentionable>`
    select 'person' as kind, to_json(p.id) as id, p.name
    from membership m join person p on p.id = m.person_id
    where m.territory_id = ${territory} and m.status = 'active' and m.role <> 'reception' and p.suspended_at is null
    union all
    select 'structure', to_json(s.id), n.name
    from structure_territory x join structure s on s.id = x.structure_id
    cross join lateral (values (s.name), (s.acronym)) n (name)
    where x.territory_id = ${territory} and s.merged_into is null and n.name <> ''`.execute(db);
  return rows;
}

/** What a page needs to show who its texts name; nothing is read when none names anybody. */
export async function readMentioned(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  texts: readonly string[]
): Promise<Mentioned> {
  const among = texts.some((text) => text.includes('@'))
    ? await listMentionable(db, territory)
    : [];
  return { among, tellsPeople: isMemberOf(actor, territory) };
}
