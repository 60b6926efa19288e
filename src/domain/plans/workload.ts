/** Which structures carry how much: the sheets each pilots, is a partner of, funds. */
import { compareNames } from '#shared/text.ts';
import { actorKey, actorName } from './filtering.ts';
import { addUp } from './money.ts';
import type { NamedStructure } from './model.ts';
import type { FundingLine, SheetSummary } from './sheet.ts';

type Carried = Pick<SheetSummary, 'pilots' | 'partners' | 'funding'>;

export interface Load<Sheet> {
  readonly key: string;
  readonly name: string;
  /** Null: written on the sheets, and not known by the directory. */
  readonly structure: NamedStructure | null;
  readonly pilots: readonly Sheet[];
  /** Without those it pilots. */
  readonly partners: readonly Sheet[];
  readonly funds: readonly Sheet[];
  /** What it plans to give, in cents; null where none is known. */
  readonly planned: number | null;
}

interface Loading<Sheet> {
  readonly key: string;
  readonly name: string;
  readonly structure: NamedStructure | null;
  readonly pilots: Set<Sheet>;
  readonly partners: Set<Sheet>;
  readonly funds: Set<Sheet>;
  readonly lines: FundingLine[];
}

/** Who carries what, those who pilot most first, then those who take part in most. */
export function workloadOf<Sheet extends Carried>(sheets: readonly Sheet[]): Load<Sheet>[] {
  const found = new Map<string, Loading<Sheet>>();
  const of = (actor: { label: string; structure: NamedStructure | null }) => {
    const key = actorKey(actor);
    const one = found.get(key) ?? {
      ...{ key, name: actorName(actor), structure: actor.structure, lines: [] },
      ...{ pilots: new Set<Sheet>(), partners: new Set<Sheet>(), funds: new Set<Sheet>() }
    };
    found.set(key, one);
    return one;
  };
  for (const sheet of sheets) {
    for (const actor of sheet.pilots) of(actor).pilots.add(sheet);
    for (const actor of sheet.partners) of(actor).partners.add(sheet);
    for (const line of sheet.funding) {
      const one = of({ label: line.funder, structure: line.structure });
      one.funds.add(sheet);
      one.lines.push(line);
    }
  }
  return [...found.values()]
    .map(({ lines, ...one }) => ({
      ...one,
      pilots: [...one.pilots],
      partners: [...one.partners].filter((sheet) => !one.pilots.has(sheet)),
      funds: [...one.funds],
      planned: addUp(lines).planned
    }))
    .sort(
      (a, b) =>
        b.pilots.length - a.pilots.length ||
        b.partners.length - a.partners.length ||
        compareNames(a.name, b.name)
    );
}
