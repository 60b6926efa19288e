import { spokenEpci } from '#domain/territory/names.ts';
import { WITHOUT_EPCI } from '#domain/directory/coverage-matrix.ts';
import type { AreaMark } from '#ui/area-mark.ts';
import { layoutTiles, type TileGroup, type TileLayout } from '#ui/treemap.ts';

interface PlacedCommune {
  code: string;
  name: string;
  population: number;
  epci: { code: string; name: string } | null;
}

/** An EPCI's name as people say it, « Sans intercommunalité » for the communes that have none. */
export function epciLabel(epci: { name: string } | null): string {
  return epci ? spokenEpci(epci.name).label : WITHOUT_EPCI;
}

/** The plan schématique of some communes, for a phone and for a page. */
export function planOf(
  communes: readonly PlacedCommune[],
  marks: readonly AreaMark[]
): { narrow: TileLayout; wide: TileLayout } {
  const figures = new Map(marks.map((mark) => [mark.code, mark.figure]));
  const groups = [...Map.groupBy(communes, (commune) => commune.epci?.code ?? '')].map(
    ([code, members]): TileGroup => ({
      code,
      names: namesOf(members[0]!.epci),
      tiles: members.map(({ code, name, population }) => ({
        code,
        name,
        value: population,
        figure: figures.get(code) ?? ''
      }))
    })
  );
  return {
    narrow: layoutTiles(groups, { width: 340, ratio: 1.5 }),
    wide: layoutTiles(groups, { width: 540, ratio: 0.95 })
  };
}

/** « Communauté Lesneven Côte des Légendes », then « Lesneven Côte des Légendes » where room lacks. */
function namesOf(epci: PlacedCommune['epci']): string[] {
  const label = epciLabel(epci);
  return epci
    ? [label, label.replace(/^Communauté (de communes )?/, '')]
    : [label, 'Sans interco.'];
}
