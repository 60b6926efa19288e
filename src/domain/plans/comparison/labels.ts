/** How fields of a sheet are called. */
import { enumerate } from '#shared/text.ts';
import type { Heading } from '../headings.ts';
import { headingOfPath } from './content.ts';

const LABELS: Readonly<Record<string, string>> = {
  number: 'Numéro',
  code: 'Code',
  axis: 'Axe',
  objective: 'Objectif',
  title: 'Titre',
  status: 'État',
  priority: 'Priorité',
  startsOn: 'Début',
  endsOn: 'Fin',
  renewsYearly: 'Reconduction',
  visibility: 'Qui la lit',
  remainder: 'Texte à placer',
  pilots: 'Pilotes',
  partners: 'Partenaires',
  resources: 'Ressources partenariales',
  links: 'Liens',
  themes: 'Thèmes',
  perimeter: 'Lieu de l’action',
  steps: 'Étapes',
  funding: 'Financement (montants)'
};

/** « Enjeux », « Titre »: a heading as its plan calls it. */
export function labelOfField(path: string, headings: readonly Heading[]): string {
  const key = headingOfPath(path) ?? path;
  const heading = headings.find((one) => one.key === key && one.kind !== 'rows');
  if (headingOfPath(path) !== null) return heading?.label ?? 'Rubrique retirée';
  return (
    headings.find((one) => one.key === key && one.kind === 'rows')?.label ?? LABELS[key] ?? key
  );
}

const MOST_NAMED = 4;

/** What was changed, in a few words: « Enjeux, Leviers et Titre ». */
export function tellChange(paths: readonly string[], headings: readonly Heading[]): string {
  const names = paths.map((path) => labelOfField(path, headings));
  if (names.length <= MOST_NAMED) return enumerate(names);
  const rest = names.length - MOST_NAMED + 1;
  return enumerate([...names.slice(0, MOST_NAMED - 1), `${rest} autres rubriques`]);
}
