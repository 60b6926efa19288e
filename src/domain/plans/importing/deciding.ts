/** What becomes of each part of an import: proposed by what the plan has already, decided by a person. */
import { normalise } from '#shared/text.ts';
import type { ActionSheetId, AxisId, ObjectiveId, SheetImportId } from '#shared/ids.ts';
import type { SheetContent } from '../comparison/content.ts';
import type { Axis } from '../model.ts';
import { slugOfNumber } from '../numbering.ts';
import type { ActionSheet } from '../sheet.ts';
import type { Numbered, UnderstoodSheet } from './understood.ts';

/** ask: nobody has said yet. */
export const DECISIONS = ['ask', 'create', 'replace', 'skip'] as const;
export type Decision = (typeof DECISIONS)[number];
export const DECISION_LABELS: Record<Decision, string> = {
  ask: 'À décider',
  create: 'Créer une fiche',
  replace: 'Remplacer la fiche',
  skip: 'Laisser de côté'
};

/** A sheet that the plan has. */
export interface KnownSheet {
  readonly id: ActionSheetId;
  readonly number: string;
  readonly code: string;
  readonly slug: string;
  readonly title: string;
}

/** Why a part is to be decided, or is not. */
export type Standing =
  | { readonly kind: 'new' }
  | { readonly kind: 'other' }
  | { readonly kind: 'untitled' }
  /** The plan has a sheet of this number, or of this code. */
  | { readonly kind: 'exists'; readonly sheet: KnownSheet }
  /** An earlier part has this number; the same text, or another. */
  | { readonly kind: 'twice'; readonly position: number; readonly isSame: boolean };

export interface ImportPart {
  readonly position: number;
  /** sheet: understood as one. other: a foreword, a table of contents. */
  readonly kind: 'sheet' | 'other';
  readonly source: string;
  readonly sheet: UnderstoodSheet;
  readonly decision: Decision;
  readonly standing: Standing;
  /** The sheet that it made, or wrote over. */
  readonly target: ActionSheetId | null;
  readonly version: number;
}

export interface SheetImport {
  readonly id: SheetImportId;
  /** « fiche-28.docx », « texte collé ». */
  readonly sourceName: string;
  readonly status: 'open' | 'applied' | 'dropped';
  readonly createdAt: Date;
  readonly parts: readonly ImportPart[];
}

type Candidate = Pick<ImportPart, 'position' | 'kind' | 'source' | 'sheet'>;

/** How each part stands beside the sheets of the plan, and beside the parts before it. */
export function standingsOf(parts: readonly Candidate[], known: readonly KnownSheet[]): Standing[] {
  const bySlug = new Map(known.map((sheet) => [sheet.slug, sheet]));
  const byCode = new Map(
    known.filter(({ code }) => code !== '').map((sheet) => [sheet.code, sheet])
  );
  const first = new Map<string, Candidate>();
  return parts.map((part) => {
    if (part.kind === 'other') return { kind: 'other' };
    const slug = slugOfNumber(part.sheet.number);
    const before = slug === '' ? undefined : first.get(slug);
    if (before)
      return { kind: 'twice', position: before.position, isSame: before.source === part.source };
    first.set(slug, part);
    const sheet = bySlug.get(slug) ?? byCode.get(part.sheet.code);
    if (sheet) return { kind: 'exists', sheet };
    return { kind: part.sheet.title === '' ? 'untitled' : 'new' };
  });
}

/** What is proposed: a sheet nobody has is created, and what would touch another is asked about. */
export function proposedDecision(standing: Standing): Decision {
  if (standing.kind === 'other') return 'skip';
  if (standing.kind === 'twice') return standing.isSame ? 'skip' : 'ask';
  return standing.kind === 'new' ? 'create' : 'ask';
}

/** What may be decided of a part. */
export function choicesOf(standing: Standing): Decision[] {
  return standing.kind === 'exists' ? ['replace', 'create', 'skip'] : ['create', 'skip'];
}

export interface Branches {
  /** new: to be added to the plan, as the text names it. */
  readonly axis: AxisId | 'new' | null;
  readonly objective: ObjectiveId | 'new' | null;
  /** What the plan says otherwise, or has no place for: it stays in the remainder. */
  readonly leftover: readonly string[];
}

/** Where a sheet goes in the tree of its plan. */
export function branchesOf(
  axes: readonly Axis[],
  { axis, objective }: Pick<UnderstoodSheet, 'axis' | 'objective'>
): Branches {
  const ofObjective = axes.find(({ objectives }) => objective && findSame(objectives, objective));
  const knownAxis = (axis && findSame(axes, axis)) ?? ofObjective ?? null;
  const knownObjective = knownAxis && objective ? findSame(knownAxis.objectives, objective) : null;
  const axisToAdd = knownAxis === null && axis !== null && axis.title !== '';
  const numberTaken = ofObjective !== undefined && ofObjective !== knownAxis;
  const canAdd = (knownAxis !== null || axisToAdd) && !numberTaken;
  const objectiveToAdd = !knownObjective && objective !== null && objective.title !== '' && canAdd;
  return {
    axis: knownAxis?.id ?? (axisToAdd ? 'new' : null),
    objective: knownObjective?.id ?? (objectiveToAdd ? 'new' : null),
    leftover: [
      ...(axisToAdd ? [] : otherwise('Axe', axis, knownAxis)),
      ...(objectiveToAdd ? [] : otherwise('Objectif', objective, knownObjective ?? null))
    ]
  };
}

function findSame<T extends Numbered>(
  all: readonly T[],
  { number, title }: Numbered
): T | undefined {
  if (number !== '') return all.find((one) => one.number.toLowerCase() === number.toLowerCase());
  return all.find((one) => normalise(one.title) === normalise(title));
}

function otherwise(label: string, said: Numbered | null, known: Numbered | null): string[] {
  if (!said) return [];
  const isSaid = known && (said.title === '' || normalise(said.title) === normalise(known.title));
  if (isSaid) return [];
  return [[`${label} ${said.number}`.trim(), said.title].filter((part) => part !== '').join(' : ')];
}

/** What a sheet is tied to. */
export type Ties = Pick<ActionSheet, 'pilots' | 'partners' | 'resources'>;

const UNTIED: Ties = { pilots: [], partners: [], resources: [] };

/**
 * What is written of a sheet that was understood: the headings that the text has, and who it names.
 * @param before - the sheet that is written over: who is called as before is who she was, and so are the sheets it leans on.
 */
export function contentToWrite(sheet: UnderstoodSheet, before = UNTIED): Partial<SheetContent> {
  const { pilots, partners, resources, texts } = sheet;
  return {
    texts,
    ...(pilots.length > 0 && { pilots: pilots.map((one) => named(one, before.pilots)) }),
    ...(partners.length > 0 && { partners: partners.map((one) => named(one, before.partners)) }),
    ...(resources.length > 0 && {
      resources: resources.map((one) => leaning(one, before.resources))
    })
  };
}

function named(
  { label, structure }: UnderstoodSheet['pilots'][number],
  before: ActionSheet['pilots']
): SheetContent['pilots'][number] {
  const same = before.find((one) => normalise(one.label) === normalise(label));
  if (same?.person) return { label, structure: null, person: same.person.id };
  return { label, structure: (same?.structure ?? structure)?.id ?? null, person: null };
}

function leaning(
  one: UnderstoodSheet['resources'][number],
  before: ActionSheet['resources']
): SheetContent['resources'][number] {
  const words = (all: typeof one) =>
    [all.planLabel, all.part, all.action].map((text) => normalise(text)).join('|');
  const same = before.find((known) => words(known) === words(one));
  return {
    ...{ ...one, acronym: one.acronym ?? same?.acronym ?? null },
    ...{ targetPlan: same?.targetPlan?.id ?? null, targetSheet: same?.targetSheet?.id ?? null }
  };
}
