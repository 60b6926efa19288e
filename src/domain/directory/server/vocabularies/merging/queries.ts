import { sql, type RawBuilder } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import {
  mergeWords,
  type UsedWord,
  type VocabularyKind,
  type WordInput
} from '../../../vocabulary.ts';
import { getUsedWord } from '../queries.ts';

/** A structure, a service or a front door that will name the word that stays. */
export interface Moved {
  /** Its name; a front door has that of its territory. */
  name: string;
  /** Of a service, its structure. */
  of: string;
  /** Where it is read: a slug of structure, of territory. */
  slug: string;
  /** It names the word that stays already: it will name it once. */
  already: boolean;
}

export interface MergePreview {
  goes: UsedWord;
  stays: UsedWord;
  /** The word that stays, as it will be. */
  result: WordInput;
  /** Structures of a type, services that name a need or a public; the first ones. */
  moved: Moved[];
  movedCount: number;
  doors: Moved[];
}

/** How many of what moves is named: the rest is counted. */
const NAMED = 12;

/**
 * What merging a word into another would change.
 * @throws NotFound
 */
export async function previewMerge(
  db: Executor,
  kind: VocabularyKind,
  from: string,
  into: string
): Promise<MergePreview> {
  const goes = await getUsedWord(db, kind, from);
  const stays = await getUsedWord(db, kind, into);
  const result = mergeWords(kind, stays, goes);
  if (kind === 'acronym') return { goes, stays, result, moved: [], movedCount: 0, doors: [] };
  const { rows } = await sql<Moved & { total: number }>`
    ${MOVED[kind](goes.code, stays.code)} limit ${NAMED}`.execute(db);
  return {
    goes,
    stays,
    result,
    moved: rows.map(({ total: _, ...moved }) => moved),
    movedCount: rows[0]?.total ?? 0,
    doors: await listMovedDoors(db, kind, goes.code, stays.code)
  };
}

type Described = Exclude<VocabularyKind, 'acronym'>;

const MOVED: Record<Described, (from: string, into: string) => RawBuilder<unknown>> = {
  type: (from) => sql`
    select name, '' as of, slug, false as already, count(*) over ()::int as total
    from structure where type_code = ${from} and merged_into is null order by name, id`,
  theme: (from, into) => sql`
    select v.name, s.name as of, s.slug, count(*) over ()::int as total,
      exists (select from service_theme y where y.service_id = v.id and y.theme_code = ${into}) as already
    from service_theme x join service v on v.id = x.service_id
    join structure s on s.id = v.structure_id and s.merged_into is null
    where x.theme_code = ${from} order by s.name, v.position, v.id`,
  audience: (from, into) => sql`
    select v.name, s.name as of, s.slug, count(*) over ()::int as total,
      exists (select from service_audience y where y.service_id = v.id and y.audience_code = ${into}) as already
    from service_audience x join service v on v.id = x.service_id
    join structure s on s.id = v.structure_id and s.merged_into is null
    where x.audience_code = ${from} order by s.name, v.position, v.id`
};

const DOOR_COLUMN: Record<Described, string> = {
  type: 'type_code',
  theme: 'theme_code',
  audience: 'audience_code'
};

async function listMovedDoors(
  db: Executor,
  kind: Described,
  from: string,
  into: string
): Promise<Moved[]> {
  const column = sql.ref(`d.${DOOR_COLUMN[kind]}`);
  const renamed = (table: string, name: string) =>
    name === DOOR_COLUMN[kind]
      ? sql`case ${sql.ref(`${table}.${name}`)} when ${from} then ${into} else ${sql.ref(`${table}.${name}`)} end`
      : sql.ref(`${table}.${name}`);
  const same = ['type_code', 'theme_code', 'audience_code', 'structure_id'].map(
    (name) => sql`${renamed('d', name)} is not distinct from ${renamed('k', name)}`
  );
  const { rows } = await sql<Moved>`
    select t.name, '' as of, t.slug,
      exists (select from front_door k where k.territory_id = d.territory_id and k.id <> d.id
        and ${sql.join(same, sql` and `)}) as already
    from front_door d join territory t on t.id = d.territory_id
    where ${column} = ${from} order by t.name, d.position, d.id`.execute(db);
  return rows;
}
