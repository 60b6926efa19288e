/** A sheet as it is printed, whatever prints it: its banner, then each heading that says something. */
import { formatAmount } from '#domain/events/budget.ts';
import { formatDate } from '#shared/dates.ts';
import type { Heading } from '../headings.ts';
import type { FollowedIndicator } from '../indicators.ts';
import { type Axis, type Plan, type SheetVisibility } from '../model.ts';
import {
  PRIORITY_LABELS,
  SHEET_STATUS_LABELS,
  STEP_STATUS_LABELS,
  type ActionSheet,
  type FundingLine,
  type PartnerResource,
  type SheetLink,
  type Step
} from '../sheet.ts';
import { indicatorPaper, type IndicatorPaper } from './indicator.ts';

/** What fills a heading, in the order it is read. */
export type Block =
  | { readonly kind: 'text'; readonly items: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** « PTS », then what is leaned on there. */
  | { readonly kind: 'group'; readonly label: string; readonly items: readonly string[] }
  | { readonly kind: 'steps'; readonly rows: readonly StepRow[] }
  | {
      readonly kind: 'money';
      readonly rows: readonly MoneyRow[];
      /** Of several lines; null of one. */
      readonly total: { readonly planned: string; readonly actual: string } | null;
    }
  | { readonly kind: 'indicators'; readonly items: readonly IndicatorPaper[] };

export interface StepRow {
  readonly title: string;
  readonly detail: string;
  readonly due: string;
  readonly status: string;
  readonly isOver: boolean;
}

export interface MoneyRow {
  readonly funder: string;
  readonly note: string;
  readonly year: string;
  readonly planned: string;
  readonly actual: string;
}

export interface PaperSection {
  readonly key: string;
  readonly label: string;
  readonly blocks: readonly Block[];
  /** Short enough never to be cut by the end of a page. */
  readonly isWhole: boolean;
}

export interface SheetPaper {
  readonly plan: string;
  /** « Fiche », « Action ». */
  readonly word: string;
  readonly number: string;
  /** « Action 3.3.3 »; or nothing. */
  readonly code: string;
  readonly title: string;
  /** « Axe 3 : … »; or nothing. */
  readonly axis: string;
  readonly objective: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly sections: readonly PaperSection[];
  /** What the reader is to know before she reads; or nothing. */
  readonly notice: string;
  /** « Version 4 du 12 mars 2027 ». */
  readonly version: string;
}

/** A sheet with what its paper says in words. */
export interface PrintedSheet extends ActionSheet {
  /** Where it intervenes; '' wherever its plan does. */
  readonly where: string;
  readonly themeNames: readonly string[];
}

/**
 * A sheet as it is printed. Headings that the plan hides, and those that say nothing, are not there.
 * @param indicators - of this sheet.
 */
export function sheetPaper(
  plan: Pick<Plan, 'axes' | 'headings' | 'shortTitle' | 'sheetWord' | 'territory' | 'status'>,
  sheet: PrintedSheet,
  indicators: readonly FollowedIndicator[]
): SheetPaper {
  const axis = plan.axes.find(({ id }) => id === sheet.axis);
  const objective = axis?.objectives.find(({ id }) => id === sheet.objective);
  return {
    plan: plan.shortTitle,
    word: plan.sheetWord === 'action' ? 'Action' : 'Fiche',
    number: sheet.number,
    code: sheet.code && sheet.code !== sheet.number ? `Action ${sheet.code}` : '',
    title: sheet.title,
    axis: axis ? nameAxis(axis) : '',
    objective: objective ? numbered('Objectif', objective) : '',
    facts: factsOf(sheet),
    sections: plan.headings
      .filter(({ hidden }) => !hidden)
      .map((heading) => sectionOf(heading, sheet, indicators))
      .concat(section('links', 'En lien', linkBlocks(sheet.links)))
      .filter(({ blocks }) => blocks.length > 0),
    notice: noticeOf(plan, sheet),
    version: `Version ${sheet.version} du ${formatDate(sheet.updatedAt)}`
  };
}

/** « Axe 3 : Conditions d’exercice ». */
export function nameAxis(axis: Pick<Axis, 'number' | 'title'>): string {
  return numbered('Axe', axis);
}

/** « Objectif 3.3 : Formation »; its title alone when nothing numbers it. */
export function numbered(
  word: string,
  { number, title }: { readonly number: string; readonly title: string }
): string {
  return number ? `${word} ${number}\u00a0: ${title}` : title;
}

function noticeOf(plan: Pick<Plan, 'territory' | 'status'>, sheet: ActionSheet): string {
  const restricted: Record<SheetVisibility, string> = {
    plan: '',
    members: 'Réservée aux membres du réseau.',
    pilots: 'Réservée à ses pilotes et à l’animation du plan\u00a0: à ne pas diffuser.'
  };
  return [
    plan.territory.fictional && 'Exemple de démonstration\u00a0: cette fiche est inventée.',
    plan.status === 'draft' && 'Plan en préparation\u00a0: à ne pas diffuser.',
    restricted[sheet.visibility],
    sheet.textsHidden && 'Les textes de cette fiche sont masqués, le temps d’une relecture.'
  ]
    .filter(Boolean)
    .join(' ');
}

function factsOf(sheet: PrintedSheet): SheetPaper['facts'] {
  return [
    { label: 'État', value: SHEET_STATUS_LABELS[sheet.status] },
    { label: 'Priorité', value: sheet.priority ? PRIORITY_LABELS[sheet.priority] : '' },
    { label: 'Dates', value: datesOf(sheet) },
    { label: 'Reconduction', value: sheet.renewsYearly ? 'Chaque année' : '' },
    { label: 'Où', value: sheet.where },
    { label: 'Thèmes', value: sheet.themeNames.join(', ') }
  ].filter(({ value }) => value !== '');
}

function datesOf({ startsOn, endsOn }: Pick<ActionSheet, 'startsOn' | 'endsOn'>): string {
  if (startsOn && endsOn) return `${shortDay(startsOn)} – ${shortDay(endsOn)}`;
  if (startsOn) return `depuis le ${shortDay(startsOn)}`;
  return endsOn ? `jusqu’au ${shortDay(endsOn)}` : '';
}

/** « 12/03/2027 ». */
export function shortDay(day: string): string {
  return day.split('-').reverse().join('/');
}

function sectionOf(
  { key, label, kind }: Heading,
  sheet: ActionSheet,
  indicators: readonly FollowedIndicator[]
): PaperSection {
  const said = (sheet.texts[key] ?? []).map((item) => item.trim()).filter(Boolean);
  const text: Block = { kind: kind === 'text' || said.length === 1 ? 'text' : 'list', items: said };
  const blocks = [...(said.length > 0 ? [text] : []), ...rowBlocks(key, sheet, indicators)];
  return section(key, label, blocks);
}

function section(key: string, label: string, blocks: readonly Block[]): PaperSection {
  const lines = blocks.reduce((all, block) => all + linesOf(block), 0);
  return { key, label, blocks, isWhole: lines <= MOST_WHOLE_LINES };
}

const MOST_WHOLE_LINES = 14;
const LINE_LETTERS = 85;

/** About how many lines a block takes on paper. */
function linesOf(block: Block): number {
  switch (block.kind) {
    case 'steps':
    case 'money':
      return 2 + 2 * block.rows.length;
    case 'indicators':
      return 9 * block.items.length;
    default:
      return block.items.reduce((all, item) => all + Math.ceil(item.length / LINE_LETTERS), 0);
  }
}

function rowBlocks(
  key: string,
  sheet: ActionSheet,
  indicators: readonly FollowedIndicator[]
): Block[] {
  switch (key) {
    case 'pilots':
      return actorBlocks(sheet.pilots);
    case 'partners':
      return actorBlocks(sheet.partners);
    case 'resources':
      return resourceBlocks(sheet.resources);
    case 'schedule':
      return sheet.steps.length > 0 ? [{ kind: 'steps', rows: sheet.steps.map(stepRow) }] : [];
    case 'funding':
      return moneyBlocks(sheet.funding);
    case 'indicators':
      return indicators.length > 0
        ? [{ kind: 'indicators', items: indicators.map(indicatorPaper) }]
        : [];
    default:
      return [];
  }
}

/** One line for a few short names, a list for more or longer ones. */
function actorBlocks(actors: ActionSheet['pilots']): Block[] {
  const names = actors.map(({ label }) => label);
  if (names.length === 0) return [];
  const isShort = names.every((name) => name.length <= 40);
  return [isShort ? { kind: 'text', items: [names.join(', ')] } : { kind: 'list', items: names }];
}

function resourceBlocks(resources: readonly PartnerResource[]): Block[] {
  const plans = new Map<string, string[]>();
  for (const { planLabel, part, action } of resources) {
    const said = [part, action].filter(Boolean).join(part.includes(':') ? ' – ' : '\u00a0: ');
    plans.set(planLabel, [...(plans.get(planLabel) ?? []), ...(said ? [said] : [])]);
  }
  return [...plans].map(([label, items]) => ({ kind: 'group', label, items }));
}

function linkBlocks(links: readonly SheetLink[]): Block[] {
  const items = links.map(nameLink).filter(Boolean);
  return items.length > 0 ? [{ kind: items.length === 1 ? 'text' : 'list', items }] : [];
}

function nameLink(link: SheetLink): string {
  switch (link.kind) {
    case 'event':
      return `Rencontre\u00a0: ${link.title}`;
    case 'series':
      return `Rencontres\u00a0: ${link.title}`;
    case 'structure':
      return link.structure.name;
    default:
      return `${link.title} (${link.url})`;
  }
}

function stepRow(step: Step): StepRow {
  const isOver = step.status === 'done' || step.status === 'dropped';
  const status = STEP_STATUS_LABELS[step.status];
  return {
    title: step.title,
    detail: [step.responsible, step.renewsYearly && 'revient chaque année']
      .filter(Boolean)
      .join(' · '),
    due: step.dueOn ? shortDay(step.dueOn) : '',
    status: step.doneOn ? `${status} le ${shortDay(step.doneOn)}` : status,
    isOver
  };
}

function moneyBlocks(lines: readonly FundingLine[]): Block[] {
  if (lines.length === 0) return [];
  const sum = (key: 'planned' | 'actual') => {
    const known = lines.flatMap((line) => (line[key] === null ? [] : [line[key]]));
    return known.length > 0 ? formatAmount(known.reduce((all, one) => all + one, 0)) : '—';
  };
  const rows = lines.map((line) => ({
    funder: line.funder,
    note: [line.note, line.renewsYearly && 'revient chaque année'].filter(Boolean).join(' · '),
    year: line.year === null ? 'tout le plan' : String(line.year),
    planned: formatAmount(line.planned),
    actual: formatAmount(line.actual)
  }));
  const total = lines.length > 1 ? { planned: sum('planned'), actual: sum('actual') } : null;
  return [{ kind: 'money', rows, total }];
}
