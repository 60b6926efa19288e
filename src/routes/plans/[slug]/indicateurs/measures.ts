/** What may be computed, as addresses of the form: one gesture chooses a measure, the next one saves it. */
import { measuresOf } from '#domain/plans/figures/measures.ts';
import type { BindingSource } from '#domain/plans/indicators.ts';
import type { Followable } from '#domain/plans/server/indicators/choices/queries.ts';
import { plural } from '#shared/text.ts';

export interface MeasureGroup {
  readonly title: string;
  readonly detail: string;
  /** Of what the sheet is linked to: shown open. */
  readonly linked: boolean;
  readonly measures: readonly {
    readonly label: string;
    readonly unit: string;
    readonly query: string;
  }[];
}

/** Series and editions first, those of the sheet before the others; then the network, its directory, the plan. */
export function groupMeasures(followables: readonly Followable[]): MeasureGroup[] {
  const dated = followables.map((one): MeasureGroup => {
    const of = { [one.kind === 'series' ? 'serie' : 'rencontre']: String(one.id) };
    return {
      title: one.title,
      detail:
        one.kind === 'series'
          ? `série, ${plural(one.editions, 'édition publiée', 'éditions publiées')}`
          : 'une rencontre',
      linked: one.linked,
      measures: [...listed('edition', of), ...listed('effect', of)]
    };
  });
  return [
    ...dated,
    ...GENERAL.map(([source, title, detail]) => {
      return { title, detail, linked: false, measures: listed(source, {}) };
    })
  ];
}

const GENERAL: readonly (readonly [BindingSource, string, string])[] = [
  ['wave', 'L’interconnaissance du réseau', 'vagues closes, lues par les membres'],
  ['directory', 'L’annuaire du territoire', 'tel qu’il est au jour de la lecture'],
  ['sharing', 'Ce que le territoire partage', 'projets, retours d’expérience, reprises, par année'],
  ['plan', 'Ce plan et ses étapes', 'fiches réalisées, étapes faites à temps']
];

function listed(source: BindingSource, of: Readonly<Record<string, string>>) {
  return measuresOf(source).map(({ code, label, unit }) => ({
    ...{ label, unit },
    query: new URLSearchParams({ calcul: source, mesure: code, ...of }).toString()
  }));
}
