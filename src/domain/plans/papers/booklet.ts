/** A plan as a booklet: its cover, what it holds, where it stands, then axis after axis its sheets. */
import { formatAmount } from '#domain/events/budget.ts';
import { formatDate } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import type { FollowedIndicator } from '../indicators.ts';
import { PLAN_KIND_LABELS, type Plan } from '../model.ts';
import { fundingTable } from '../money.ts';
import { pruned, treeOf, type TreeAxis } from '../overview.ts';
import { SHEET_STATUSES, SHEET_STATUS_LABELS } from '../sheet.ts';
import { shortDay } from './blocks.ts';
import { nameAxis, numbered, sheetPaper, type PrintedSheet, type SheetPaper } from './sheet.ts';

export interface Booklet {
  readonly title: string;
  readonly kind: string;
  /** « 2026 – 2030 »; or nothing. */
  readonly period: string;
  readonly summary: string;
  readonly signatories: readonly { readonly name: string; readonly detail: string }[];
  readonly contact: string;
  readonly notice: string;
  /** « État au 12 mars 2027 ». */
  readonly state: string;
  readonly statuses: readonly { readonly label: string; readonly count: number }[];
  readonly counts: readonly string[];
  readonly money: {
    readonly years: readonly MoneyYear[];
    readonly funders: readonly MoneyYear[];
    readonly total: MoneyYear;
  } | null;
  readonly parts: readonly BookletPart[];
}

interface MoneyYear {
  readonly label: string;
  readonly planned: string;
  readonly actual: string;
}

export interface BookletPart {
  /** « 3 »; or nothing. */
  readonly number: string;
  readonly title: string;
  readonly summary: string;
  readonly anchor: string;
  readonly groups: readonly {
    /** « Objectif 3.3 : … »; nothing for the sheets of no objective. */
    readonly title: string;
    readonly summary: string;
    readonly sheets: readonly PlacedSheet[];
  }[];
}

export interface PlacedSheet extends SheetPaper {
  readonly anchor: string;
  readonly pilots: string;
  readonly status: string;
}

/**
 * A plan as its reader may read it.
 * @param indicators - of all its sheets, and of the plan itself.
 */
export function bookletOf(
  plan: Plan,
  sheets: readonly PrintedSheet[],
  indicators: readonly FollowedIndicator[],
  now: Date
): Booklet {
  const placed = (sheet: PrintedSheet) => placeSheet(plan, sheet, indicators);
  const { axes, unplaced } = pruned(treeOf(plan.axes, sheets));
  const parts = axes.map((axis) => partOf(axis, placed));
  const other = partOfOthers(unplaced.map(placed), parts.length > 0);
  return {
    title: plan.title,
    kind: `${PLAN_KIND_LABELS[plan.kind]} ${plan.territory.nameWithDe}`,
    period: periodOf(plan),
    ...{ summary: plan.summary, contact: plan.contact },
    signatories: plan.signatories.map(({ name, quality, signedOn }) => ({
      name,
      detail: [quality, signedOn && `le ${shortDay(signedOn)}`].filter(Boolean).join(', ')
    })),
    notice: [
      plan.territory.fictional && 'Exemple de démonstration\u00a0: ce plan est inventé.',
      plan.status === 'draft' && 'Plan en préparation\u00a0: à ne pas diffuser.'
    ]
      .filter(Boolean)
      .join(' '),
    state: `État au ${formatDate(now)}`,
    statuses: SHEET_STATUSES.map((status) => ({
      label: SHEET_STATUS_LABELS[status],
      count: sheets.filter((sheet) => sheet.status === status).length
    })).filter(({ count }) => count > 0),
    counts: countsOf(plan, sheets, indicators),
    money: moneyOf(sheets),
    parts: [...parts, ...(other ? [other] : [])]
  };
}

function placeSheet(
  plan: Plan,
  sheet: PrintedSheet,
  indicators: readonly FollowedIndicator[]
): PlacedSheet {
  const own = indicators.filter((one) => one.sheet === sheet.id);
  return {
    ...sheetPaper(plan, sheet, own),
    anchor: sheet.slug,
    pilots: sheet.pilots.map(({ label }) => label).join(', '),
    status: SHEET_STATUS_LABELS[sheet.status]
  };
}

function partOf(
  { axis, objectives, sheets }: TreeAxis<PrintedSheet>,
  placed: (sheet: PrintedSheet) => PlacedSheet
): BookletPart {
  const groups = objectives.map((one) => ({
    title: numbered('Objectif', one.objective),
    summary: one.objective.summary,
    sheets: one.sheets.map(placed)
  }));
  const others = { title: '', summary: '', sheets: sheets.map(placed) };
  return {
    ...{ number: axis.number, title: nameAxis(axis), summary: axis.summary },
    anchor: `axe-${axis.id}`,
    groups: [...groups, ...(sheets.length > 0 ? [others] : [])]
  };
}

function partOfOthers(sheets: readonly PlacedSheet[], isBesides: boolean): BookletPart | null {
  if (sheets.length === 0) return null;
  return {
    ...{ number: '', title: isBesides ? 'Hors des axes' : 'Les fiches', summary: '' },
    anchor: 'autres',
    groups: [{ title: '', summary: '', sheets }]
  };
}

function periodOf({ startsOn, endsOn }: Pick<Plan, 'startsOn' | 'endsOn'>): string {
  const [from, to] = [startsOn?.slice(0, 4), endsOn?.slice(0, 4)];
  if (from && to) return from === to ? from : `${from} – ${to}`;
  return from ? `À partir de ${from}` : to ? `Jusqu’en ${to}` : '';
}

function countsOf(
  plan: Plan,
  sheets: readonly PrintedSheet[],
  indicators: readonly FollowedIndicator[]
): string[] {
  const valued = indicators.filter(({ values }) => values.some(({ value }) => value !== null));
  const word = plan.sheetWord === 'action' ? 'action' : 'fiche action';
  const words = plan.sheetWord === 'action' ? 'actions' : 'fiches action';
  return [
    plural(sheets.length, word, words),
    plan.axes.length > 0 ? plural(plan.axes.length, 'axe') : '',
    indicators.length > 0
      ? `${plural(indicators.length, 'indicateur')}, dont ${valued.length} avec au moins une valeur`
      : ''
  ].filter(Boolean);
}

function moneyOf(sheets: readonly PrintedSheet[]): Booklet['money'] {
  const lines = sheets.flatMap(({ funding }) => funding);
  if (lines.length === 0) return null;
  const { years, byYear, funders, total } = fundingTable(lines);
  const written = (label: string, money: typeof total): MoneyYear => ({
    label,
    planned: formatAmount(money.planned),
    actual: formatAmount(money.actual)
  });
  return {
    years: years.map((year, at) =>
      written(year === null ? 'Tout le plan' : String(year), byYear[at]!)
    ),
    funders: funders.map(({ funder, total: all }) => written(funder.name, all)),
    total: written('Total', total)
  };
}
