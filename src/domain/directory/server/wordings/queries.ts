import { findZone } from '#domain/territory/atlas.ts';
import { describe } from '#domain/territory/description/words.ts';
import type { PerimeterInput } from '#domain/territory/model.ts';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { formatNumber, plural } from '#shared/text.ts';
import { coveredBy } from '../../editor/zones.ts';
import type { ChangeWording } from '../../transfer/changes.ts';
import { listAudiences, listThemes, listTypes } from '../queries.ts';

/** How changes are told to people: names for codes, perimeters in a sentence with their size. */
export async function readWording(db: Executor): Promise<ChangeWording> {
  const [atlas, types, themes, audiences] = await Promise.all([
    getAtlas(db),
    listTypes(db),
    listThemes(db),
    listAudiences(db)
  ]);
  const names = new Map([...types, ...themes, ...audiences].map(({ code, name }) => [code, name]));
  return {
    nameOf: (code) => names.get(code) ?? findZone(atlas, { level: 'commune', code })?.name ?? code,
    sayPerimeter: (perimeter: PerimeterInput) => {
      const said = describe(atlas, perimeter.certainty, coveredBy(atlas, perimeter));
      const note = perimeter.note ? ` (${perimeter.note})` : '';
      if (perimeter.certainty !== 'declared') return `${said.text}${note}`;
      const size = `${plural(said.communeCount, 'commune')}, ${formatNumber(said.population)} habitants`;
      return `${said.text} : ${size}${note}`;
    }
  };
}
