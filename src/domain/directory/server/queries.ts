import { sql, type SqlBool } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { Invalid, NotFound } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import {
  asInput,
  type Audience,
  type Structure,
  type StructureInput,
  type StructureSummary,
  type StructureType,
  type Theme
} from '../model.ts';
import { readStructures } from './details/queries.ts';
import { currentCriteria } from './references/words/queries.ts';
import { hidesTexts } from './withheld/queries.ts';

/** Every structure type, in the order people choose from. */
export async function listTypes(db: Executor): Promise<StructureType[]> {
  const rows = await db
    .selectFrom('structure_type')
    .selectAll()
    .select(formerCodes('structure_type').as('former_codes'))
    .where('merged_into', 'is', null)
    .orderBy('position')
    .orderBy('code')
    .execute();
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    mission: row.mission,
    legalBasis: row.legal_basis,
    action: row.action as StructureType['action'],
    colour: row.colour,
    dataInclusion: row.data_inclusion,
    synonyms: row.synonyms,
    position: row.position,
    formerCodes: row.former_codes
  }));
}

/** Every need, in the order people choose from. */
export function listThemes(db: Executor): Promise<Theme[]> {
  return listWords(db, 'theme');
}

/** Every public, in the order people choose from. */
export function listAudiences(db: Executor): Promise<Audience[]> {
  return listWords(db, 'audience');
}

async function listWords(db: Executor, table: 'theme' | 'audience'): Promise<Theme[]> {
  const rows = await db
    .selectFrom(table)
    .selectAll()
    .select(formerCodes(table).as('former_codes'))
    .where('merged_into', 'is', null)
    .orderBy('position')
    .orderBy('code')
    .execute();
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    phrase: row.phrase,
    dataInclusion: row.data_inclusion,
    synonyms: row.synonyms,
    position: row.position,
    formerCodes: row.former_codes
  }));
}

/** The codes of the words merged into each: addresses and files that name them lead to it. */
function formerCodes(table: 'structure_type' | 'theme' | 'audience') {
  return sql<string[]>`array(
    select old.code from ${sql.table(table)} old where old.merged_into = ${sql.ref(`${table}.code`)} order by 1)`;
}

/**
 * A whole fiche. Contacts are not filtered: pass them through `visibleContacts` before showing them.
 * @throws NotFound. A structure merged into another answers with the one that stays.
 */
export async function getStructure(db: Executor, slug: string): Promise<Structure> {
  const row = await db
    .selectFrom('structure')
    .select((eb) => eb.fn.coalesce('merged_into', 'id').as('id'))
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (!row) throw new NotFound('Cette structure n’est pas, ou n’est plus, dans l’annuaire.');
  const [structure] = await readStructures(db, [row.id as StructureId]);
  return structure!;
}

export interface StructureFilter {
  /** Slug of a territory: the structures its directory holds. */
  territory?: string;
  type?: string;
}

/** Whole fiches as they are written, ordered by slug: what exports read and imports compare with. */
export async function listStructureInputs(
  db: Executor,
  filter: StructureFilter = {}
): Promise<(StructureInput & { id: StructureId; slug: string })[]> {
  const rows = await db
    .selectFrom('structure')
    .select('id')
    .where('merged_into', 'is', null)
    .$if(filter.type !== undefined, (query) => query.where('type_code', '=', filter.type!))
    .$if(filter.territory !== undefined, (query) =>
      query.where(
        sql<SqlBool>`exists (
          select 1 from structure_territory st join territory t on t.id = st.territory_id
          where st.structure_id = structure.id and t.slug = ${filter.territory!})`
      )
    )
    .orderBy(sql`slug collate "C"`)
    .execute();
  const structures = await readStructures(
    db,
    rows.map((row) => row.id as StructureId)
  );
  return structures.map((structure) => ({ ...asInput(structure), id: structure.id }));
}

/** The territories whose directory holds a structure: what decides who may change it. */
export async function listTerritoryIdsOf(
  executor: Executor,
  structureId: StructureId
): Promise<TerritoryId[]> {
  const rows = await executor
    .selectFrom('structure_territory')
    .select('territory_id')
    .where('structure_id', '=', structureId)
    .orderBy('territory_id')
    .execute();
  return rows.map((row) => row.territory_id as TerritoryId);
}

/** The structures attached to this one, by name. */
export async function listChildren(db: Executor, id: StructureId): Promise<StructureSummary[]> {
  const rows = await db
    .selectFrom('structure')
    .select('id')
    .where('parent_id', '=', id)
    .where('merged_into', 'is', null)
    .execute();
  return listSummaries(
    db,
    rows.map((row) => row.id as StructureId)
  );
}

/** What lists show of each structure, in the order of the ids given. */
export async function listSummaries(
  db: Executor,
  ids: readonly StructureId[]
): Promise<StructureSummary[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('structure as s')
    .innerJoin('structure_type as t', 't.code', 's.type_code')
    .leftJoin('commune as c', 'c.code', 's.commune_code')
    .select(['s.id', 's.slug', 's.name', 's.acronym', 's.phone', 's.fictional'])
    .select(
      sql<string>`case when ${hidesTexts(sql.ref('s.id'))} then '' else s.summary end`.as('summary')
    )
    .select(['s.confirmed_at', 's.review_every_months', 'c.name as commune_name'])
    .select(['t.code as type_code', 't.name as type_name', 't.action', 't.colour'])
    .where('s.id', 'in', ids)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [summary(row)] : [];
  });
}

interface SummaryRow {
  id: number;
  slug: string;
  name: string;
  acronym: string;
  summary: string;
  phone: string;
  fictional: boolean;
  confirmed_at: Date | null;
  review_every_months: number;
  commune_name: string | null;
  type_code: string;
  type_name: string;
  action: string;
  colour: number;
}

function summary(row: SummaryRow): StructureSummary {
  return {
    id: row.id as StructureId,
    slug: row.slug,
    name: row.name,
    acronym: row.acronym,
    type: {
      code: row.type_code,
      name: row.type_name,
      action: row.action as StructureSummary['type']['action'],
      colour: row.colour
    },
    summary: row.summary,
    communeName: row.commune_name,
    phone: row.phone,
    fictional: row.fictional,
    confirmedAt: row.confirmed_at,
    reviewEveryMonths: row.review_every_months
  };
}

/** The number of the last change of the directory: an answer is good until it changes. */
export async function getRevision(db: Executor): Promise<number> {
  const row = await db
    .selectFrom('directory_revision')
    .select('revision')
    .executeTakeFirstOrThrow();
  return row.revision;
}

/**
 * Refuses words the vocabularies do not hold, so that a mistyped filter is not taken for an empty answer.
 * @returns the criteria, a word that was merged replaced by the one that stays.
 * @throws Invalid
 */
export async function checkCriteria<C extends Criteria>(db: Executor, asked: C): Promise<C> {
  const criteria = await currentCriteria(db, asked);
  const { rows } = await sql<{ audience: boolean; theme: boolean; type: boolean }>`
    select
      ${criteria.audience ?? null}::text is null or exists (select 1 from audience where code = ${criteria.audience ?? null}) as audience,
      ${criteria.theme ?? null}::text is null or exists (select 1 from theme where code = ${criteria.theme ?? null}) as theme,
      ${criteria.type ?? null}::text is null or exists (select 1 from structure_type where code = ${criteria.type ?? null}) as type`.execute(
    db
  );
  const known = rows[0]!;
  const issues = [
    ...(known.audience
      ? []
      : [{ path: 'public', message: `public inconnu : « ${criteria.audience} »` }]),
    ...(known.theme ? [] : [{ path: 'theme', message: `besoin inconnu : « ${criteria.theme} »` }]),
    ...(known.type
      ? []
      : [{ path: 'type', message: `type de structure inconnu : « ${criteria.type} »` }])
  ];
  if (issues.length > 0) throw new Invalid(issues);
  return criteria;
}

interface Criteria {
  audience?: string | undefined;
  theme?: string | undefined;
  type?: string | undefined;
}
