/** What each field of a sheet says, in lines that people read and that are compared. */
import { formatNumber } from '#shared/text.ts';
import type { SheetVisibility } from '../model.ts';
import {
  PRIORITY_LABELS,
  SHEET_STATUS_LABELS,
  STEP_STATUS_LABELS,
  type FundingLine,
  type PartnerResource,
  type SheetActor,
  type SheetLink,
  type Step
} from '../sheet.ts';
import { sayDay } from '../wording.ts';
import { headingOfPath, type SheetDocument } from './content.ts';

export const SHEET_VISIBILITY_LABELS: Record<SheetVisibility, string> = {
  plan: 'Comme le plan',
  members: 'Les membres du réseau',
  pilots: 'Ses pilotes et qui anime le plan'
};

/** What codes and numbers of a sheet are called; what is unknown is said by its code. */
export interface Names {
  readonly themes: ReadonlyMap<string, string>;
  readonly perimeters: ReadonlyMap<number, string>;
  /** Axes and objectives, by identifier. */
  readonly axes: ReadonlyMap<number, string>;
  readonly objectives: ReadonlyMap<number, string>;
}

/** For what names nothing by a code, or that is not worth reading names for. */
export const NO_NAMES: Names = {
  ...{ themes: new Map(), perimeters: new Map(), axes: new Map(), objectives: new Map() }
};

/** Every field that is compared, in the order it is read; headings come after the first ones. */
export const COMPARED = [
  ...['number', 'code', 'axis', 'objective', 'title', 'status', 'priority', 'startsOn', 'endsOn'],
  ...['renewsYearly', 'visibility', 'themes', 'perimeter', 'texts', 'pilots', 'partners'],
  ...['resources', 'links', 'steps', 'funding', 'remainder']
] as const;

const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
const one = (text: string | null | undefined) => (text ? [text] : []);

/** What a field says, one thing a line; nothing when it is empty. */
export function sayField(path: string, sheet: SheetDocument, names: Names): readonly string[] {
  const heading = headingOfPath(path);
  if (heading !== null) return sheet.texts[heading] ?? [];
  const say: Readonly<Record<string, () => readonly string[]>> = {
    number: () => one(sheet.number),
    code: () => one(sheet.code),
    axis: () => one(sheet.axis === null ? '' : (names.axes.get(sheet.axis) ?? 'Axe retiré')),
    objective: () =>
      one(
        sheet.objective === null ? '' : (names.objectives.get(sheet.objective) ?? 'Objectif retiré')
      ),
    title: () => one(sheet.title),
    status: () => [SHEET_STATUS_LABELS[sheet.status]],
    priority: () => one(sheet.priority && PRIORITY_LABELS[sheet.priority]),
    startsOn: () => one(sheet.startsOn && sayDay(sheet.startsOn)),
    endsOn: () => one(sheet.endsOn && sayDay(sheet.endsOn)),
    renewsYearly: () => one(sheet.renewsYearly ? 'Reconduite chaque année' : ''),
    visibility: () => [SHEET_VISIBILITY_LABELS[sheet.visibility]],
    themes: () => sheet.themes.map((code) => names.themes.get(code) ?? code),
    perimeter: () => [
      sheet.perimeter === null
        ? 'Partout où le plan intervient'
        : (names.perimeters.get(sheet.perimeter) ?? 'Des zones choisies')
    ],
    pilots: () => sheet.pilots.map(sayActor),
    partners: () => sheet.partners.map(sayActor),
    resources: () => sheet.resources.map(sayResource),
    links: () => sheet.links.map(sayLink),
    steps: () => sheet.steps.map(sayStep),
    funding: () => sheet.funding.map(sayFunding),
    remainder: () => lines(sheet.remainder)
  };
  return say[path]?.() ?? [];
}

/** « DADOPS (Direction de l’autonomie) »: as it is written, and the structure when it is called otherwise. */
export function sayActor({ label, structure, person }: SheetActor): string {
  if (person) return `${label} (compte relié)`;
  return structure === null || structure.name === label ? label : `${label} (${structure.name})`;
}

/** « PTS : Axe 3 : … : Action 3.2 : … ». A sheet that it leads to is not named: not everybody may read it. */
export function sayResource({ planLabel, part, action, targetSheet }: PartnerResource): string {
  const words = [planLabel, part, action].filter(Boolean).join('\u00a0: ');
  return targetSheet ? `${words} (fiche reliée)` : words;
}

const LINK_KINDS: Record<Exclude<SheetLink['kind'], 'contribution'>, string> = {
  event: 'Rencontre',
  series: 'Série de rencontres',
  structure: 'Structure',
  document: 'Document',
  project: 'Projet',
  experience: 'Expérience'
};

const NAMELESS: Partial<Record<SheetLink['kind'], string>> = {
  project: 'Projet relié',
  document: 'Document relié'
};

/** « Rencontre : Journée 2027 »; « Rencontre reliée », of one whose title is not shown. */
export function sayLink(link: SheetLink): string {
  const kind = link.kind === 'contribution' ? link.nature : link.kind;
  const title = link.kind === 'structure' ? link.structure.name : link.title;
  if (title === '') return NAMELESS[kind] ?? `${LINK_KINDS[kind]} reliée`;
  return `${LINK_KINDS[kind]}\u00a0: ${title}`;
}

function sayStep({ title, dueOn, status, responsible }: Step): string {
  const due = dueOn ? `pour le ${sayDay(dueOn)}` : '';
  return [title, due, responsible, STEP_STATUS_LABELS[status].toLowerCase()]
    .filter(Boolean)
    .join(', ');
}

function sayFunding({ funder, year, planned, actual, note }: FundingLine): string {
  const amount = (cents: number) => `${formatNumber(cents / 100)}\u00a0€`;
  return [
    year === null ? funder : `${funder}, ${year}`,
    planned === null ? '' : `prévu ${amount(planned)}`,
    actual === null ? '' : `réalisé ${amount(actual)}`,
    note
  ]
    .filter(Boolean)
    .join(', ');
}
