/** A sheet as it is printed, whatever prints it: its banner, then each heading that says something. */
import { formatDate } from '#shared/dates.ts';
import type { Heading } from '../headings.ts';
import type { FollowedIndicator } from '../indicators.ts';
import { type Axis, type Plan, type SheetVisibility } from '../model.ts';
import { PRIORITY_LABELS, SHEET_STATUS_LABELS, type ActionSheet } from '../sheet.ts';
import { linesOf, linkBlocks, rowBlocks, shortDay, type Block } from './blocks.ts';

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
