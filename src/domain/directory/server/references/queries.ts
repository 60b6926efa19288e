import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { Invalid, type Issue } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { slugify } from '#shared/text.ts';
import type { StructureInput } from '../../model.ts';

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
 * @throws Invalid with one issue per unknown code, its path starting with the input's position: `3.type`.
 */
export async function checkReferences(
  tx: Tx,
  inputs: readonly StructureInput[],
  slugs: readonly string[]
): Promise<References> {
  const codesOf = (pick: (input: StructureInput) => readonly (string | null)[]) => [
    ...new Set(inputs.flatMap(pick).filter((code) => code !== null))
  ];
  const types = await known(
    tx,
    'structure_type',
    'code',
    codesOf((input) => [input.type])
  );
  const themes = await known(
    tx,
    'theme',
    'code',
    codesOf((input) => input.services.flatMap((s) => s.themes))
  );
  const audiences = await known(
    tx,
    'audience',
    'code',
    codesOf((input) => input.services.flatMap((s) => s.audiences))
  );
  const parents = await known(
    tx,
    'structure',
    'slug',
    codesOf((input) => [input.parent])
  );
  const communes = await currentCommunes(
    tx,
    codesOf((input) => [input.communeCode])
  );
  const territories = await territoryIds(
    tx,
    codesOf((input) => input.territories)
  );

  const batch = new Set(slugs);
  const issues: Issue[] = [];
  const check = (path: string, code: string | null, isKnown: boolean, what: string) => {
    if (code !== null && !isKnown) issues.push({ path, message: `${what} inconnu : « ${code} »` });
  };
  inputs.forEach((input, i) => {
    check(`${i}.type`, input.type, types.has(input.type), 'type de structure');
    check(
      `${i}.communeCode`,
      input.communeCode,
      communes.has(input.communeCode ?? ''),
      'code commune'
    );
    const parent = input.parent;
    check(
      `${i}.parent`,
      parent,
      parent !== null && (parents.has(parent) || batch.has(parent)),
      'rattachement'
    );
    for (const slug of input.territories)
      check(`${i}.territories`, slug, territories.has(slug), 'territoire');
    input.services.forEach((service, s) => {
      for (const code of service.themes)
        check(`${i}.services.${s}.themes`, code, themes.has(code), 'besoin');
      for (const code of service.audiences) {
        check(`${i}.services.${s}.audiences`, code, audiences.has(code), 'public');
      }
    });
  });
  if (issues.length > 0) throw new Invalid(issues);
  return { communes, territories };
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
