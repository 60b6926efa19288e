import { sql, type RawBuilder } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import type { UsedWord, VocabularyKind, Word } from '../../vocabulary.ts';

export const TABLES = {
  type: 'structure_type',
  theme: 'theme',
  audience: 'audience',
  acronym: 'plan_acronym'
} as const;

/** The columns of each vocabulary, under the names of a word. */
const COLUMNS: Record<VocabularyKind, RawBuilder<unknown>> = {
  type: sql`w.name, '' as phrase, w.mission as meaning, w.legal_basis as "legalBasis", w.action, w.colour,
    array_remove(array[w.data_inclusion], null) as "dataInclusion", w.synonyms`,
  theme: worded(),
  audience: worded(),
  acronym: sql`w.name, '' as phrase, w.meaning, w.legal_basis as "legalBasis", 'call' as action, 8 as colour,
    '{}'::text[] as "dataInclusion", w.synonyms`
};

function worded(): RawBuilder<unknown> {
  return sql`w.name, w.phrase, '' as meaning, '' as "legalBasis", 'call' as action, 8 as colour,
    w.data_inclusion as "dataInclusion", w.synonyms`;
}

/** What uses each word, by code. Structures merged into another are not counted: nobody sees them. */
const USAGES: Record<VocabularyKind, RawBuilder<unknown>> = {
  type: sql`
    select type_code as code, count(*)::int as structures, 0 as services, 0 as doors
    from structure where merged_into is null group by type_code
    union all select type_code, 0, 0, count(*)::int from front_door where type_code is not null group by type_code`,
  theme: sql`
    select x.theme_code as code, count(distinct v.structure_id)::int as structures, count(*)::int as services, 0 as doors
    from service_theme x join service v on v.id = x.service_id
    join structure s on s.id = v.structure_id and s.merged_into is null group by x.theme_code
    union all select theme_code, 0, 0, count(*)::int from front_door where theme_code is not null group by theme_code`,
  audience: sql`
    select x.audience_code as code, count(distinct v.structure_id)::int as structures, count(*)::int as services, 0 as doors
    from service_audience x join service v on v.id = x.service_id
    join structure s on s.id = v.structure_id and s.merged_into is null group by x.audience_code
    union all
    select audience_code, 0, 0, count(*)::int from front_door where audience_code is not null group by audience_code`,
  acronym: sql`select ''::text as code, 0 as structures, 0 as services, 0 as doors where false`
};

interface UsedRow extends Omit<UsedWord, 'usage'> {
  structures: number;
  services: number;
  doors: number;
}

/** The words of a vocabulary in the order people choose from, with what uses each; one statement. */
export async function listUsedWords(db: Executor, kind: VocabularyKind): Promise<UsedWord[]> {
  const { rows } = await sql<UsedRow>`
    with usage as (
      select code, sum(structures)::int as structures, sum(services)::int as services, sum(doors)::int as doors
      from (${USAGES[kind]}) each_use group by code)
    ${words(
      kind,
      sql`coalesce(u.structures, 0) as structures, coalesce(u.services, 0) as services,
      coalesce(u.doors, 0) as doors`,
      sql`left join usage u on u.code = w.code`
    )}
    where w.merged_into is null order by w.position, w.code`.execute(db);
  return rows.map(({ structures, services, doors, ...word }) => ({
    ...word,
    usage: { structures, services, frontDoors: doors }
  }));
}

/** The words of a vocabulary in the order people choose from. */
export async function listVocabulary(db: Executor, kind: VocabularyKind): Promise<Word[]> {
  const { rows } = await sql<Word>`
    ${words(kind)} where w.merged_into is null order by w.position, w.code`.execute(db);
  return rows;
}

/**
 * A word, under its code or that of a word merged into it.
 * @throws NotFound
 */
export async function getUsedWord(
  db: Executor,
  kind: VocabularyKind,
  code: string
): Promise<UsedWord> {
  const all = await listUsedWords(db, kind);
  const word = all.find((one) => one.code === code || one.formerCodes.includes(code));
  if (!word) throw new NotFound('Ce mot n’est pas, ou n’est plus, dans cette liste.');
  return word;
}

/** The structures that words describe, themselves or by one of their services. */
export async function listStructuresUsing(
  db: Executor,
  kind: VocabularyKind,
  codes: readonly string[]
): Promise<StructureId[]> {
  if (kind === 'acronym') return [];
  const uses = {
    type: sql`select id from structure where type_code = any(${[...codes]})`,
    theme: sql`select distinct v.structure_id as id from service_theme x join service v on v.id = x.service_id
      where x.theme_code = any(${[...codes]})`,
    audience: sql`select distinct v.structure_id as id from service_audience x join service v on v.id = x.service_id
      where x.audience_code = any(${[...codes]})`
  };
  const { rows } = await sql<{ id: StructureId }>`${uses[kind]} order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Who changed a word, and when; null for what came with the installation. */
export interface LastChange {
  by: string | null;
  at: Date | null;
}

/** The last change of a word, its place in the list left out. */
export async function findLastWordChange(
  db: Executor,
  kind: VocabularyKind,
  code: string
): Promise<LastChange> {
  const row = await db
    .selectFrom('audit_entry')
    .select(['actor_label as by', 'at'])
    .where('target_kind', '=', 'word')
    .where('target_id', '=', `${kind}:${code}`)
    .where('action', '<>', 'vocabulary.move')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? { by: null, at: null };
}

function words(kind: VocabularyKind, more?: RawBuilder<unknown>, joined = sql``) {
  const table = sql.table(TABLES[kind]);
  return sql`
    select w.code, w.position, w.version, ${COLUMNS[kind]},
      array(select old.code from ${table} old where old.merged_into = w.code order by 1) as "formerCodes"
      ${more ? sql`, ${more}` : sql``}
    from ${table} w ${joined}`;
}
