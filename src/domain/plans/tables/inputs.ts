/** What the lines of a workbook ask of the commands that write a plan. */
import { typedAmount } from '#domain/events/budget.ts';
import type { NewSheetInput } from '../forms/plan.ts';
import type { ActorsInput, ResourcesInput, SheetInput } from '../forms/sheet.ts';
import type { IndicatorDraft } from '../figures/definition.ts';
import type { Binding, FollowedIndicator } from '../indicators.ts';
import type { Axis, Objective } from '../model.ts';
import {
  PRIORITY_LABELS,
  SHEET_STATUS_LABELS,
  STEP_STATUS_LABELS,
  type ActionSheet,
  type FundingLine,
  type SheetActor,
  type Step
} from '../sheet.ts';
import { normalise } from '#shared/text.ts';
import { tidy } from './cells.ts';
import { DIRECTION_CHOICES, KIND_CHOICES, PURPOSE_CHOICES, VISIBILITY_CHOICES } from './columns.ts';
import type { RowChange } from './comparison.ts';
import { branchName, writeResource } from './rows.ts';

type Cells = RowChange['cells'];
type Asked = Pick<RowChange, 'cells' | 'changed'>;

/** What changes of a sheet itself. A heading is given whole; those that do not change are not given. */
export function sheetInputOf({ cells, changed }: Asked): SheetInput {
  const all = {
    title: cells['title'],
    status: codeOf(SHEET_STATUS_LABELS, cells['status']),
    priority: codeOf(PRIORITY_LABELS, cells['priority']) ?? null,
    startsOn: cells['startsOn'] || null,
    endsOn: cells['endsOn'] || null,
    renewsYearly: cells['renewsYearly'] === 'oui',
    visibility: codeOf(VISIBILITY_CHOICES, cells['visibility'])
  };
  const texts = changed.filter((key) => key.startsWith('texts.'));
  return {
    ...Object.fromEntries(Object.entries(all).filter(([key]) => changed.includes(key))),
    ...(texts.length > 0 && {
      texts: Object.fromEntries(
        texts.map((key) => [key.slice('texts.'.length), linesOf(cells[key])])
      )
    })
  };
}

/** What opens a sheet; its number and its state are given when nothing is said. */
export function newSheetOf(cells: Cells): Omit<NewSheetInput, 'axis' | 'objective'> {
  return {
    ...(cells['number'] && { number: cells['number'] }),
    ...{ code: cells['code'] ?? '', title: cells['title'] ?? '' },
    status: codeOf(SHEET_STATUS_LABELS, cells['status']) ?? 'upcoming',
    priority: codeOf(PRIORITY_LABELS, cells['priority']) ?? null,
    visibility: codeOf(VISIBILITY_CHOICES, cells['visibility']) ?? 'plan',
    startsOn: cells['startsOn'] || null,
    endsOn: cells['endsOn'] || null,
    renewsYearly: cells['renewsYearly'] === 'oui'
  };
}

/** Pilots and partners that change: who is written as before is who she was. */
export function actorsOf(
  { cells, changed }: Asked,
  known: Pick<ActionSheet, 'pilots' | 'partners'> | null
): ActorsInput {
  const read = (key: 'pilots' | 'partners') =>
    changed.includes(key) && {
      [key]: linesOf(cells[key]).map((label) => actorOf(label, known?.[key] ?? []))
    };
  return { ...read('pilots'), ...read('partners') };
}

function actorOf(label: string, known: readonly SheetActor[]) {
  const same = known.find((one) => tidy(one.label) === label);
  return {
    label,
    structure: same?.structure?.id ?? null,
    person: same?.person?.id ?? null
  };
}

/** Null: they do not change. */
export function resourcesOf(
  { cells, changed }: Asked,
  known: Pick<ActionSheet, 'resources'> | null
): ResourcesInput | null {
  if (!changed.includes('resources')) return null;
  return linesOf(cells['resources']).map((line) => {
    const same = known?.resources.find((one) => tidy(writeResource(one)) === line);
    if (same)
      return {
        ...same,
        targetPlan: same.targetPlan?.id ?? null,
        targetSheet: same.targetSheet?.id ?? null
      };
    const [planLabel = '', part = '', ...action] = line.split('|').map((one) => one.trim());
    return { planLabel, part, action: action.join(' | ') };
  });
}

/** Where a line puts a sheet; undefined: what is written is no axis, or no objective, of the plan. */
export function placeOf(
  axes: readonly Axis[],
  { axis = '', objective = '' }: Cells
): { axis: Axis | null; objective: Objective | null } | { unknown: 'axis' | 'objective' } {
  const within = axis === '' ? null : axes.find((one) => isCalled(one, axis));
  if (within === undefined) return { unknown: 'axis' };
  if (objective === '') return { axis: within, objective: null };
  for (const one of within ? [within] : axes) {
    const found = one.objectives.find((each) => isCalled(each, objective));
    if (found) return { axis: one, objective: found };
  }
  return { unknown: 'objective' };
}

function isCalled(branch: Pick<Axis, 'number' | 'title'>, asked: string): boolean {
  const words = normalise(asked);
  return [branchName(branch), branch.title].some((one) => normalise(one) === words);
}

/** A step as its form sends it. @param known - what the columns that the workbook lacks say. */
export function stepInputOf(cells: Cells, known: Step | null) {
  return {
    title: cells['title'] ?? known?.title ?? '',
    dueOn: dayOr(cells['dueOn'], known?.dueOn),
    status: codeOf(STEP_STATUS_LABELS, cells['status']) ?? known?.status ?? 'todo',
    doneOn: dayOr(cells['doneOn'], known?.doneOn),
    responsible: cells['responsible'] ?? known?.responsible ?? '',
    renewsYearly: yesOr(cells['renewsYearly'], known?.renewsYearly)
  };
}

/** A line of funding as its form sends it. */
export function fundingInputOf(cells: Cells, known: FundingLine | null) {
  const euros = (typed: string | undefined, cents: number | null | undefined) =>
    typedAmount(typed === undefined ? (cents ?? null) : typed === '' ? null : Number(typed));
  const funder = cells['funder'] ?? known?.funder ?? '';
  return {
    funder,
    structure: known && tidy(known.funder) === funder ? (known.structure?.slug ?? '') : '',
    year: cells['year'] ?? (known ? String(known.year ?? '') : ''),
    planned: euros(cells['planned'], known?.planned),
    actual: euros(cells['actual'], known?.actual),
    note: cells['note'] ?? known?.note ?? '',
    renewsYearly: yesOr(cells['renewsYearly'], known?.renewsYearly)
  };
}

/** An indicator with what a line says of it. */
export function indicatorInputOf(cells: Cells, known: FollowedIndicator | null): IndicatorDraft {
  return {
    label: cells['label'] ?? known?.label ?? '',
    definition: cells['definition'] ?? known?.definition ?? '',
    purpose: codeOf(PURPOSE_CHOICES, cells['purpose']) ?? known?.purpose ?? 'follow-up',
    kind: codeOf(KIND_CHOICES, cells['kind']) ?? known?.kind ?? 'count',
    unit: cells['unit'] ?? known?.unit ?? '',
    scaleMax: 'scaleMax' in cells ? numberOr(cells['scaleMax']) : (known?.scaleMax ?? null),
    direction: codeOf(DIRECTION_CHOICES, cells['direction']) ?? known?.direction ?? 'up',
    source: cells['source'] ?? known?.source ?? '',
    baseline: baselineOf(cells, known),
    binding: known?.binding ? boundTo(known.binding) : null,
    targets: targetsOf(cells, known)
  };
}

function baselineOf(cells: Cells, known: FollowedIndicator | null): IndicatorDraft['baseline'] {
  const value =
    'baseline' in cells ? numberOr(cells['baseline']) : (known?.baseline?.value ?? null);
  const year =
    'baselineYear' in cells ? numberOr(cells['baselineYear']) : (known?.baseline?.year ?? null);
  return value === null || year === null ? null : { value, year };
}

/** Whether a line gives a value to begin with and not its year, or its year alone. */
export function lacksHalf({ baseline, baselineYear }: Cells): boolean {
  return (
    baseline !== undefined &&
    baselineYear !== undefined &&
    (baseline === '') !== (baselineYear === '')
  );
}

function targetsOf(cells: Cells, known: FollowedIndicator | null) {
  const typed = yearlyOf('targets', cells);
  const kept = (known?.targets ?? []).filter(({ year }) => !typed.some((one) => one.year === year));
  return [
    ...kept,
    ...typed.flatMap(({ year, value }) => (value === null ? [] : [{ year, value }]))
  ];
}

/** The cells of a row by year: « values.2027 ». */
export function yearlyOf(
  name: 'targets' | 'values',
  cells: Cells
): { year: number; value: number | null }[] {
  return Object.entries(cells).flatMap(([key, cell]) =>
    key.startsWith(`${name}.`)
      ? [{ year: Number(key.slice(name.length + 1)), value: numberOr(cell) }]
      : []
  );
}

function boundTo({ source, measure, series, event, combine }: Binding) {
  return { source, measure, series: series?.id ?? null, event: event?.id ?? null, combine };
}

function codeOf<Code extends string>(
  choices: Readonly<Record<Code, string>>,
  words: string | undefined
): Code | undefined {
  return (Object.keys(choices) as Code[]).find((code) => choices[code] === words);
}

const linesOf = (cell = '') => cell.split('\n').filter((line) => line !== '');
const dayOr = (cell: string | undefined, known: string | null | undefined) =>
  cell === undefined ? (known ?? null) : cell || null;
const yesOr = (cell: string | undefined, known: boolean | undefined) =>
  cell === undefined ? (known ?? false) : cell === 'oui';
const numberOr = (cell = '') => (cell === '' ? null : Number(cell));
