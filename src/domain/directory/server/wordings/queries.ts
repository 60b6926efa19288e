import { findZone } from '#domain/territory/atlas.ts';
import { describe } from '#domain/territory/description/words.ts';
import type { PerimeterInput } from '#domain/territory/model.ts';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { formatNumber, plural } from '#shared/text.ts';
import { coveredBy } from '../../editor/zones.ts';
import { sayConflict, type SaidConflict } from '../../editor/conflict.ts';
import type { Conflict } from '../../merge.ts';
import type { ChangeWording } from '../../transfer/changes.ts';
import { valueText } from '../../wording.ts';
import { readStructureNames } from '../parentage/queries.ts';
import { listAudiences, listThemes, listTypes } from '../queries.ts';

/**
 * How changes are told to people: names for codes, perimeters in a sentence with their size.
 * @param parents - slugs of the structures that these changes name.
 */
export async function readWording(
  db: Executor,
  parents: readonly (string | null)[] = []
): Promise<ChangeWording> {
  const [atlas, types, themes, audiences, structures, territories] = await Promise.all([
    getAtlas(db),
    listTypes(db),
    listThemes(db),
    listAudiences(db),
    readStructureNames(
      db,
      parents.filter((slug) => slug !== null)
    ),
    db.selectFrom('territory').select(['slug', 'name']).execute()
  ]);
  const byCode = (words: readonly { code: string; name: string }[]) =>
    new Map(words.map(({ code, name }) => [code, name]));
  const names: Record<string, ReadonlyMap<string, string>> = {
    type: byCode(types),
    themes: byCode(themes),
    audiences: byCode(audiences),
    parent: structures,
    territories: new Map(territories.map(({ slug, name }) => [slug, name]))
  };
  return {
    nameOf: (code, field) =>
      names[field]?.get(code) ?? findZone(atlas, { level: 'commune', code })?.name ?? code,
    sayValue: valueText,
    sayPerimeter: (perimeter: PerimeterInput) => {
      const said = describe(atlas, perimeter.certainty, coveredBy(atlas, perimeter));
      const note = perimeter.note ? ` (${perimeter.note})` : '';
      if (perimeter.certainty !== 'declared') return `${said.text}${note}`;
      const size = `${plural(said.communeCount, 'commune')}, ${formatNumber(said.population)} habitants`;
      return `${said.text} : ${size}${note}`;
    }
  };
}

/** What two people changed differently, in words to choose by: names for codes, texts whole. */
export async function readConflicts(
  db: Executor,
  conflicts: readonly Conflict[]
): Promise<SaidConflict[]> {
  const parents = conflicts
    .filter(({ path }) => path === 'parent')
    .flatMap(({ base, mine, theirs }) => [base, mine, theirs] as (string | null)[]);
  const wording = { ...(await readWording(db, parents)), isWhole: true };
  return conflicts.map((conflict) => sayConflict(conflict, wording));
}
