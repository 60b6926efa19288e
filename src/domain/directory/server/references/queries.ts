import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { Invalid, type Issue } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { slugify } from '#shared/text.ts';
import type { StructureInput } from '../../model.ts';
import { renewWords } from './words/queries.ts';

export interface References {
  /** Code as written → current code: a merged commune's resolves to the one that replaced it. */
  communes: Map<string, string>;
  territories: Map<string, TerritoryId>;
}

/** One slug per input: the one asked for, else made from the name; a number is added when it is taken. */
export async function uniqueSlugs(tx: Tx, inputs: readonly StructureInput[]): Promise<string[]> {
  const wanted = inputs.map((input) => input.slug ?? (slugify(input.name) || 'structure'));
  const bases = [...new Set(wanted)];
  const { rows } = await sql<{ slug: string }>`
    select slug from structure
    where slug = any(${bases}) or regexp_replace(slug, '-[0-9]+$', '') = any(${bases})`.execute(tx);
  const taken = new Set(rows.map((row) => row.slug));
  return wanted.map((base) => {
    let slug = base;
    for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
    taken.add(slug);
    return slug;
  });
}

/**
 * Checks every code the inputs name against the database.
 * @param slugs - those the inputs will have: one may be the parent of another.
 * @throws Invalid with one issue per unknown code, its path starting with the input's position: `3.type`.
 */
export async function checkReferences(
  tx: Tx,
  inputs: readonly StructureInput[],
  slugs: readonly string[]
): Promise<References> {
  const found = await findKnown(tx, inputs);
  for (const slug of slugs) found.parents.add(slug);
  const issues = inputs.flatMap((input, position) => issuesOf(input, `${position}`, found));
  if (issues.length > 0) throw new Invalid(issues);
  return { communes: found.communes, territories: found.territories };
}

/** What of a fiche is in no list, by the path of its field. */
export async function listUnknownCodes(tx: Tx, fiche: StructureInput): Promise<Issue[]> {
  const [renewed] = await renewWords(tx, [fiche]);
  const found = await findKnown(tx, [renewed!]);
  return issuesOf(renewed!, '0', found).map(({ path, message }) => ({
    path: path.slice(2),
    message
  }));
}

interface Known extends References {
  types: Set<string>;
  themes: Set<string>;
  audiences: Set<string>;
  parents: Set<string>;
}

/** What the database knows of the codes the inputs name. */
async function findKnown(tx: Tx, inputs: readonly StructureInput[]): Promise<Known> {
  const named = (pick: (input: StructureInput) => readonly (string | null)[]) => [
    ...new Set(inputs.flatMap(pick).filter((code) => code !== null))
  ];
  const themes = named(({ services }) => services.flatMap((service) => service.themes));
  const audiences = named(({ services }) => services.flatMap((service) => service.audiences));
  const types = named((input) => [input.type]);
  const parents = named((input) => [input.parent]);
  const communes = named((input) => [input.communeCode]);
  const territories = named((input) => input.territories);
  return {
    types: await known(tx, 'structure_type', 'code', types),
    themes: await known(tx, 'theme', 'code', themes),
    audiences: await known(tx, 'audience', 'code', audiences),
    parents: await known(tx, 'structure', 'slug', parents),
    communes: await currentCommunes(tx, communes),
    territories: await territoryIds(tx, territories)
  };
}

function issuesOf(input: StructureInput, at: string, found: Known): Issue[] {
  const issues: Issue[] = [];
  const check = (
    path: string,
    codes: readonly (string | null)[],
    all: { has: (code: string) => boolean },
    what: string
  ) => {
    for (const code of codes) {
      if (code !== null && !all.has(code))
        issues.push({ path: `${at}.${path}`, message: `${what} inconnu : « ${code} »` });
    }
  };
  check('type', [input.type], found.types, 'type de structure');
  check('communeCode', [input.communeCode], found.communes, 'code commune');
  check('parent', [input.parent], found.parents, 'rattachement');
  check('territories', input.territories, found.territories, 'territoire');
  input.services.forEach((service, position) => {
    check(`services.${position}.themes`, service.themes, found.themes, 'besoin');
    check(`services.${position}.audiences`, service.audiences, found.audiences, 'public');
  });
  return issues;
}

async function known(
  tx: Tx,
  table: 'structure_type' | 'theme' | 'audience' | 'structure',
  column: 'code' | 'slug',
  codes: readonly string[]
): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const { rows } = await sql<{ code: string }>`
    select ${sql.ref(column)} as code from ${sql.table(table)} where ${sql.ref(column)} = any(${codes})`.execute(
    tx
  );
  return new Set(rows.map((row) => row.code));
}

async function currentCommunes(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ asked: string; code: string }>`
    select code as asked, coalesce(merged_into, code) as code from commune where code = any(${codes})
    union
    select alias.code, coalesce(commune.merged_into, commune.code)
    from commune_alias alias join commune on commune.code = alias.commune_code
    where alias.code = any(${codes})
      and not exists (select 1 from commune other where other.code = alias.code)`.execute(tx);
  return new Map(rows.map((row) => [row.asked, row.code]));
}

async function territoryIds(tx: Tx, slugs: readonly string[]): Promise<Map<string, TerritoryId>> {
  const { rows } = await sql<{ slug: string; id: TerritoryId }>`
    select slug, id from territory where slug = any(${slugs})`.execute(tx);
  return new Map(rows.map((row) => [row.slug, row.id]));
}
