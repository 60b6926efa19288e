/** A plan as the rows of its workbook, each cell in the one form that `cells.ts` reads. */
import type { FollowedIndicator, IndicatorKind } from '../indicators.ts';
import type { Plan } from '../model.ts';
import {
  PRIORITY_LABELS,
  SHEET_STATUS_LABELS,
  STEP_STATUS_LABELS,
  type ActionSheet,
  type FundingLine,
  type PartnerResource,
  type Step
} from '../sheet.ts';
import type { SheetDocument } from '../comparison/content.ts';
import { tidy, writeNumber } from './cells.ts';
import {
  DIRECTION_CHOICES,
  KIND_CHOICES,
  PURPOSE_CHOICES,
  VISIBILITY_CHOICES,
  type Tab
} from './columns.ts';

export interface TableRow {
  /** Repère. */
  readonly id: string;
  readonly version: string;
  readonly nature?: IndicatorKind;
  /** By key of column; what is not there is empty. */
  readonly cells: Readonly<Record<string, string>>;
  /** Why a cell is there to be read and no more; null when it may be written. */
  readonly whyRead?: (key: string) => string | null;
}

/** What a workbook says of a plan. */
export interface Tables {
  readonly plan: Plan;
  readonly sheets: readonly ActionSheet[];
  /** Of its sheets, and of the plan itself. */
  readonly indicators: readonly FollowedIndicator[];
}

export function rowsOf(tab: Tab, { plan, sheets, indicators }: Tables): TableRow[] {
  switch (tab) {
    case 'sheets':
      return sheets.map((sheet) => markHidden(sheetRow(plan, sheet), sheet));
    case 'steps':
      return sheets.flatMap(stepRows);
    case 'funding':
      return sheets.flatMap(fundingRows);
    case 'indicators':
      return indicators.map((one) =>
        indicatorRow(plan, one, sheets.find(({ id }) => id === one.sheet)?.number ?? '')
      );
  }
}

const HIDDEN = ' masquée';

/** « 12 masquée »: a version without its texts is another one, lest their empty cells be taken for what it said. */
function markHidden(row: TableRow, { textsHidden }: ActionSheet): TableRow {
  return textsHidden ? { ...row, version: `${row.version}${HIDDEN}` } : row;
}

/** What the version of the line of a sheet says; 0 when it is none. */
export function readVersion(written: string): {
  readonly version: number;
  readonly textsHidden: boolean;
} {
  const textsHidden = written.endsWith(HIDDEN);
  const version = Number(textsHidden ? written.slice(0, -HIDDEN.length) : written);
  return { version: Number.isSafeInteger(version) && version > 0 ? version : 0, textsHidden };
}

/** A sheet as it is, or as a version kept it. */
export function sheetRow(plan: Pick<Plan, 'axes'>, sheet: SheetDocument): TableRow {
  const axis = plan.axes.find(({ id }) => id === sheet.axis);
  const objective = axis?.objectives.find(({ id }) => id === sheet.objective);
  const texts = Object.entries(sheet.texts).map(
    ([key, items]) => [`texts.${key}`, tidy(items.join('\n'))] as const
  );
  return {
    ...identity(sheet.id, sheet),
    cells: {
      ...{ number: tidy(sheet.number), code: tidy(sheet.code), title: tidy(sheet.title) },
      axis: axis ? branchName(axis) : '',
      objective: objective ? branchName(objective) : '',
      status: SHEET_STATUS_LABELS[sheet.status],
      priority: sheet.priority ? PRIORITY_LABELS[sheet.priority] : '',
      ...{ startsOn: sheet.startsOn ?? '', endsOn: sheet.endsOn ?? '' },
      renewsYearly: yesNo(sheet.renewsYearly),
      visibility: VISIBILITY_CHOICES[sheet.visibility],
      pilots: tidy(sheet.pilots.map(({ label }) => label).join('\n')),
      partners: tidy(sheet.partners.map(({ label }) => label).join('\n')),
      resources: tidy(sheet.resources.map(writeResource).join('\n')),
      ...Object.fromEntries(texts)
    }
  };
}

/** How an axis or an objective is named in a cell: its number, else its title. */
export function branchName({
  number,
  title
}: {
  readonly number: string;
  readonly title: string;
}): string {
  return tidy(number || title);
}

/** « PTS | Axe 3 : … | Action 2.1 : … ». */
export function writeResource({
  planLabel,
  part,
  action
}: Pick<PartnerResource, 'planLabel' | 'part' | 'action'>): string {
  const said = action ? [planLabel, part, action] : part ? [planLabel, part] : [planLabel];
  return said.map((one) => one.trim()).join(' | ');
}

export function stepRows(sheet: Pick<SheetDocument, 'number' | 'version' | 'steps'>): TableRow[] {
  return sheet.steps.map((step: Step) => ({
    ...identity(step.id, sheet),
    cells: {
      sheet: tidy(sheet.number),
      ...{ title: tidy(step.title), dueOn: step.dueOn ?? '', doneOn: step.doneOn ?? '' },
      status: STEP_STATUS_LABELS[step.status],
      responsible: tidy(step.responsible),
      ...{ renewsYearly: yesNo(step.renewsYearly), removed: 'non' }
    }
  }));
}

export function fundingRows(
  sheet: Pick<SheetDocument, 'id' | 'number' | 'version' | 'funding'>
): TableRow[] {
  return sheet.funding.map((line: FundingLine, at) => ({
    ...identity(`${sheet.id}-${at + 1}`, sheet),
    cells: {
      ...{ sheet: tidy(sheet.number), funder: tidy(line.funder), note: tidy(line.note) },
      year: line.year === null ? '' : String(line.year),
      planned: line.planned === null ? '' : String(line.planned),
      actual: line.actual === null ? '' : String(line.actual),
      ...{ renewsYearly: yesNo(line.renewsYearly), removed: 'non' }
    }
  }));
}

function indicatorRow(
  { closedYears }: Pick<Plan, 'closedYears'>,
  indicator: FollowedIndicator,
  sheet: string
): TableRow {
  const written = indicator.values.filter(({ version }) => version > 0);
  const cells = indicatorCells(indicator, sheet);
  return {
    id: String(indicator.id),
    // Each value has a version of its own: « 4 ; 2026.1 ».
    version: [indicator.version, ...written.map((one) => `${one.year}.${one.version}`)].join(' ; '),
    nature: indicator.kind,
    cells: { ...cells, downloaded: JSON.stringify(cells) },
    whyRead: (key) => {
      if (!key.startsWith('values.')) return null;
      const year = Number(key.slice('values.'.length));
      if (closedYears.includes(year)) return `l’année ${year} est close`;
      const isComputed = indicator.binding && !written.some((one) => one.year === year);
      return isComputed ? 'Maillage calcule cette valeur' : null;
    }
  };
}

function indicatorCells(indicator: FollowedIndicator, sheet: string): Record<string, string> {
  const { baseline, targets, values, scaleMax, binding } = indicator;
  return {
    ...{ sheet: tidy(sheet), label: tidy(indicator.label) },
    ...{ definition: tidy(indicator.definition), unit: tidy(indicator.unit) },
    purpose: PURPOSE_CHOICES[indicator.purpose],
    kind: KIND_CHOICES[indicator.kind],
    scaleMax: scaleMax === null ? '' : writeNumber(scaleMax),
    direction: DIRECTION_CHOICES[indicator.direction],
    source: tidy(indicator.source),
    computed: yesNo(binding !== null),
    baseline: baseline ? writeNumber(baseline.value) : '',
    baselineYear: baseline ? String(baseline.year) : '',
    ...yearly('targets', targets),
    ...yearly('values', values)
  };
}

function yearly(
  name: string,
  all: readonly { readonly year: number; readonly value: number | null }[]
): Record<string, string> {
  return Object.fromEntries(
    all.map(({ year, value }) => [`${name}.${year}`, value === null ? '' : writeNumber(value)])
  );
}

function identity(id: string | number, { version }: { readonly version: number }) {
  return { id: String(id), version: String(version) };
}

const yesNo = (value: boolean) => (value ? 'oui' : 'non');
