import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { Issue } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';

export interface NamedStructure {
  slug: string;
  name: string;
}

/** The structures that are called so, by their name, their acronym or their address; those of one name are all told. */
export async function listStructuresNamed(
  db: Executor,
  typed: string,
  limit = 5
): Promise<NamedStructure[]> {
  const said = normalise(typed);
  const { rows } = await sql<NamedStructure>`
    select s.slug, s.name from structure s
    left join structure_search x on x.structure_id = s.id
    where s.merged_into is null
      and (s.slug = ${typed} or (${said} <> '' and (x.name = ${said} or x.acronym = ${said})))
    order by s.slug <> ${typed}, x.name is distinct from ${said}, s.slug collate "C"
    limit ${limit}`.execute(db);
  const exact = rows.filter(({ slug, name }) => slug === typed || normalise(name) === said);
  return exact.length > 0 ? exact : rows;
}

/** What structures are called, by their slug. */
export async function readStructureNames(
  db: Executor,
  slugs: readonly string[]
): Promise<Map<string, string>> {
  if (slugs.length === 0) return new Map();
  const rows = await db
    .selectFrom('structure')
    .select(['slug', 'name'])
    .where('slug', 'in', [...new Set(slugs)])
    .execute();
  return new Map(rows.map(({ slug, name }) => [slug, name]));
}

/** Why a fiche may not be part of another: it is not known, or is the fiche itself or part of it already. */
export async function listParentIssues(
  db: Executor,
  id: StructureId,
  parent: string | null
): Promise<Issue[]> {
  if (parent === null) return [];
  const { rows } = await sql<{ loops: boolean }>`
    with recursive above as (
      select id, parent_id from structure where slug = ${parent} and merged_into is null
      union
      select up.id, up.parent_id from structure up join above on up.id = above.parent_id
    )
    select ${id}::bigint in (select id from above) as loops from above limit 1`.execute(db);
  const message = rows[0] === undefined ? UNKNOWN : rows[0].loops ? LOOP : null;
  return message ? [{ path: 'parent', message }] : [];
}

const UNKNOWN = 'aucune structure ne porte exactement ce nom : choisissez-la dans la liste';
const LOOP = 'une structure ne fait partie ni d’elle-même ni de ce qui fait partie d’elle';
