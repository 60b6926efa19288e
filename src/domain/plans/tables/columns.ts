/** The sheets of the workbook of a plan and their columns. */
import type { Heading } from '../headings.ts';
import type { FollowedIndicator, IndicatorKind } from '../indicators.ts';
import type { Plan } from '../model.ts';
import { PRIORITY_LABELS, SHEET_STATUS_LABELS, STEP_STATUS_LABELS } from '../sheet.ts';
import type { CellKind, Column } from './cells.ts';

export const TABS = ['sheets', 'steps', 'funding', 'indicators'] as const;
export type Tab = (typeof TABS)[number];
export const TAB_LABELS: Readonly<Record<Tab, string>> = {
  sheets: 'Fiches',
  steps: 'Étapes',
  funding: 'Financement',
  indicators: 'Indicateurs'
};

export const VISIBILITY_CHOICES = {
  plan: 'Comme le plan',
  members: 'Membres du réseau',
  pilots: 'Pilotes'
} as const;
export const PURPOSE_CHOICES = { 'follow-up': 'Suivi', result: 'Évaluation' } as const;
export const DIRECTION_CHOICES = { up: 'Hausse', down: 'Baisse', none: 'Aucun' } as const;
export const KIND_CHOICES: Readonly<Record<IndicatorKind, string>> = {
  count: 'Nombre',
  share: 'Pourcentage',
  mark: 'Note',
  score: 'Score',
  level: 'Niveau',
  amount: 'Montant',
  'yes-no': 'Oui ou non'
};

const ELSEWHERE = 'cette colonne sert à retrouver la ligne\u00a0: laissez-la comme elle est';
const OF_ANOTHER = 'une ligne ne change pas de fiche\u00a0: ajoutez-en une et supprimez celle-ci';
const KEY = column('id', 'Repère', 9, 'key', { locked: ELSEWHERE });
const VERSION = column('version', 'Version', 9, 'key', { locked: ELSEWHERE });
const SHEET = column('sheet', 'Fiche', 8, 'text', { locked: OF_ANOTHER });
/** The cells of a line as they were downloaded: what they say is not what somebody typed. */
const DOWNLOADED = column('downloaded', 'Tel que téléchargé', 9, 'key', {
  ...{ locked: ELSEWHERE, hidden: true }
});
const REMOVED = column('removed', 'Supprimer', 10, 'yes-no');

/** Keys of what finds a line again, and says of when it is. */
export const MARKS: readonly string[] = ['id', 'version', DOWNLOADED.key];

/** What a heading is called there: its name, with a number when two have the same. */
export function columnsOf(
  tab: Tab,
  plan: Pick<Plan, 'headings'>,
  years: readonly number[]
): readonly Column[] {
  switch (tab) {
    case 'sheets':
      return distinct([...SHEET_COLUMNS, ...plan.headings.filter(isWritten).map(headingColumn)]);
    case 'steps':
      return STEP_COLUMNS;
    case 'funding':
      return FUNDING_COLUMNS;
    case 'indicators':
      return [
        ...INDICATOR_COLUMNS,
        ...years.map((year) => column(`targets.${year}`, `Cible ${year}`, 12, 'value')),
        ...years.map((year) => column(`values.${year}`, `Valeur ${year}`, 12, 'value')),
        DOWNLOADED
      ];
  }
}

/** The years of the columns of indicators: those of the plan, and those of which something is known. */
export function yearsOf(
  planYears: readonly number[],
  indicators: readonly FollowedIndicator[]
): number[] {
  const known = indicators.flatMap(({ targets, values }) =>
    [...targets, ...values].map(({ year }) => year)
  );
  return [...new Set([...planYears, ...known])].sort((a, b) => a - b);
}

const SHEET_COLUMNS: readonly Column[] = [
  ...[KEY, VERSION],
  column('number', 'Numéro', 8, 'text', { required: true }),
  column('code', 'Code', 8, 'text'),
  column('axis', 'Axe', 10, 'text'),
  column('objective', 'Objectif', 10, 'text'),
  column('title', 'Intitulé', 44, 'text', { required: true }),
  column('status', 'État', 12, 'text', { choices: SHEET_STATUS_LABELS, required: true }),
  column('priority', 'Priorité', 10, 'text', { choices: PRIORITY_LABELS }),
  column('startsOn', 'Début', 11, 'day'),
  column('endsOn', 'Fin', 11, 'day'),
  column('renewsYearly', 'Reconduite chaque année', 12, 'yes-no'),
  column('visibility', 'Qui la lit', 16, 'text', { choices: VISIBILITY_CHOICES, required: true }),
  column('pilots', 'Pilotes', 26, 'text'),
  column('partners', 'Partenaires', 26, 'text'),
  column('resources', 'Ressources partenariales', 40, 'text')
];

const STEP_COLUMNS: readonly Column[] = [
  ...[KEY, VERSION, SHEET],
  column('title', 'Étape', 44, 'text', { required: true }),
  column('dueOn', 'Échéance', 11, 'day'),
  column('status', 'Avancement', 12, 'text', { choices: STEP_STATUS_LABELS, required: true }),
  column('doneOn', 'Faite le', 11, 'day'),
  column('responsible', 'Qui', 26, 'text'),
  column('renewsYearly', 'Revient chaque année', 12, 'yes-no'),
  REMOVED
];

const FUNDING_COLUMNS: readonly Column[] = [
  ...[KEY, VERSION, SHEET],
  column('funder', 'Financeur', 34, 'text', { required: true }),
  column('year', 'Année', 8, 'number'),
  column('planned', 'Prévu (€)', 14, 'euros'),
  column('actual', 'Réel (€)', 14, 'euros'),
  column('note', 'Note', 34, 'text'),
  column('renewsYearly', 'Revient chaque année', 12, 'yes-no'),
  REMOVED
];

const INDICATOR_COLUMNS: readonly Column[] = [
  ...[KEY, VERSION, SHEET],
  column('label', 'Indicateur', 40, 'text', { required: true }),
  column('definition', 'Définition', 40, 'text'),
  column('purpose', 'Suivi ou évaluation', 12, 'text', {
    choices: PURPOSE_CHOICES,
    required: true
  }),
  column('kind', 'Nature', 12, 'text', { choices: KIND_CHOICES, required: true }),
  column('unit', 'Unité', 18, 'text'),
  column('scaleMax', 'Note sur', 8, 'number'),
  column('direction', 'Sens visé', 10, 'text', { choices: DIRECTION_CHOICES, required: true }),
  column('source', 'Source', 26, 'text'),
  column('computed', 'Calculé', 9, 'yes-no', {
    locked: 'ce que Maillage calcule se règle sur la page de l’indicateur'
  }),
  column('baseline', 'Valeur de départ', 12, 'value'),
  column('baselineYear', 'Année de départ', 10, 'number')
];

const isWritten = ({ kind, hidden }: Heading) => kind !== 'rows' && !hidden;

function headingColumn({ key, label }: Heading): Column {
  return column(`texts.${key}`, label, 44, 'text');
}

function column(
  key: string,
  label: string,
  width: number,
  kind: CellKind,
  more: Pick<Column, 'choices' | 'locked' | 'required' | 'hidden'> = {}
): Column {
  return { key, label, width, kind, ...more };
}

function distinct(columns: readonly Column[]): Column[] {
  const seen = new Map<string, number>();
  return columns.map((one) => {
    const rank = (seen.get(one.label) ?? 0) + 1;
    seen.set(one.label, rank);
    return rank === 1 ? one : { ...one, label: `${one.label} (${rank})` };
  });
}
