/** What fills the headings of a sheet on paper. */
import { formatAmount } from '#domain/events/budget.ts';
import { sayLink } from '../comparison/saying.ts';
import type { FollowedIndicator } from '../indicators.ts';
import {
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

/** What is written of a heading elsewhere than in its text. */
export function rowBlocks(
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
      return indicatorBlocks(indicators.map(indicatorPaper));
    default:
      return [];
  }
}

/** Those of which nothing is known but the name share a line. */
function indicatorBlocks(indicators: readonly IndicatorPaper[]): Block[] {
  const items = indicators.filter(({ isBare }) => !isBare);
  const bare = indicators.filter(({ isBare }) => isBare).map(({ label }) => label);
  const said = `Sans cible ni valeur pour l’instant\u00a0: ${bare.join(', ')}`;
  return [
    ...(items.length > 0 ? [{ kind: 'indicators' as const, items }] : []),
    ...(bare.length > 0 ? [{ kind: 'text' as const, items: [said] }] : [])
  ];
}

/** One line for a few short names, a list for more or longer ones. */
function actorBlocks(actors: ActionSheet['pilots']): Block[] {
  const names = actors.map(({ label }) => label);
  if (names.length === 0) return [];
  const isShort = names.every((name) => name.length <= 60);
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

export function linkBlocks(links: readonly SheetLink[]): Block[] {
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
    case 'contribution':
      return sayLink(link);
    default:
      return `${link.title} (${link.url})`;
  }
}

function stepRow(step: Step): StepRow {
  const isOver = step.status === 'done' || step.status === 'dropped';
  const status = STEP_STATUS_LABELS[step.status];
  return {
    title: step.title,
    detail: [step.responsible, step.renewsYearly && 'chaque année'].filter(Boolean).join(' · '),
    due: step.dueOn ? shortDay(step.dueOn) : '',
    status: step.doneOn ? `${status} le ${shortDay(step.doneOn)}` : status,
    isOver
  };
}

function moneyBlocks(lines: readonly FundingLine[]): Block[] {
  if (lines.length === 0) return [];
  if (lines.every(({ planned, actual }) => planned === null && actual === null)) {
    const funders = [...new Set(lines.map(({ funder }) => funder))].join(', ');
    return [{ kind: 'text', items: [`Montants à préciser\u00a0: ${funders}`] }];
  }
  const sum = (key: 'planned' | 'actual') => {
    const known = lines.flatMap((line) => (line[key] === null ? [] : [line[key]]));
    return known.length > 0 ? formatAmount(known.reduce((all, one) => all + one, 0)) : '—';
  };
  const rows = lines.map((line) => ({
    funder: line.funder,
    note: [line.note, line.renewsYearly && 'chaque année'].filter(Boolean).join(' · '),
    year: line.year === null ? 'tout le plan' : String(line.year),
    planned: formatAmount(line.planned),
    actual: formatAmount(line.actual)
  }));
  const total = lines.length > 1 ? { planned: sum('planned'), actual: sum('actual') } : null;
  return [{ kind: 'money', rows, total }];
}

/** « 12/03/2027 ». */
export function shortDay(day: string): string {
  return day.split('-').reverse().join('/');
}

const LINE_LETTERS = 85;

/** About how many lines a block takes on paper. */
export function linesOf(block: Block): number {
  switch (block.kind) {
    case 'steps':
    case 'money':
      return 2 + 1.5 * block.rows.length;
    case 'indicators':
      return 7 * block.items.length;
    default:
      return block.items.reduce((all, item) => all + Math.ceil(item.length / LINE_LETTERS), 0);
  }
}
