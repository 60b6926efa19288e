/** What people write of a sheet, field by field, with identifiers only: what is compared, merged and written. */
import type {
  ActionSheetId,
  ContributionId,
  EventId,
  PerimeterId,
  PersonId,
  PlanId,
  SeriesId,
  StructureId
} from '#shared/ids.ts';
import type { SheetVisibility } from '../model.ts';
import type {
  ActionSheet,
  LinkedNature,
  PartnerResource,
  Priority,
  SheetActor,
  SheetLink,
  SheetStatus,
  SheetTexts
} from '../sheet.ts';

/** Who pilots, or is a partner: as it is written, and who that is when it is known (one of the two at most). */
export interface ActorRef {
  readonly label: string;
  readonly structure: StructureId | null;
  readonly person: PersonId | null;
}

export interface ResourceRef {
  readonly planLabel: string;
  readonly part: string;
  readonly action: string;
  readonly acronym: string | null;
  readonly targetPlan: PlanId | null;
  readonly targetSheet: ActionSheetId | null;
}

export type LinkRef =
  | { readonly kind: 'event'; readonly id: EventId }
  | { readonly kind: 'series'; readonly id: SeriesId }
  | { readonly kind: 'structure'; readonly structure: StructureId }
  | { readonly kind: 'contribution'; readonly id: ContributionId }
  | {
      readonly kind: LinkedNature;
      readonly title: string;
      readonly url: string;
    };

/** All that is written of a sheet but its steps, its money and its indicators, which have commands of their own. */
export interface SheetContent {
  readonly title: string;
  readonly status: SheetStatus;
  readonly priority: Priority | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly renewsYearly: boolean;
  readonly visibility: SheetVisibility;
  readonly texts: SheetTexts;
  readonly remainder: string;
  readonly pilots: readonly ActorRef[];
  readonly partners: readonly ActorRef[];
  readonly resources: readonly ResourceRef[];
  readonly links: readonly LinkRef[];
  /** Codes, in their order. */
  readonly themes: readonly string[];
  readonly perimeter: PerimeterId | null;
}

/** A sheet as it is, or as one of its versions kept it. */
export type SheetDocument = Omit<ActionSheet, 'place' | 'textsHidden'>;

/** What people write of a sheet, out of the whole of it. */
export function contentOf(sheet: SheetDocument): SheetContent {
  const { title, status, priority, startsOn, endsOn, renewsYearly, visibility } = sheet;
  const { texts, remainder, perimeter } = sheet;
  return {
    ...{ title, status, priority, startsOn, endsOn, renewsYearly, visibility },
    ...{ texts, remainder, perimeter },
    pilots: sheet.pilots.map(actorRef),
    partners: sheet.partners.map(actorRef),
    resources: sheet.resources.map(resourceRef),
    links: sheet.links.map(linkRef),
    themes: sheet.themes.toSorted()
  };
}

const actorRef = ({ label, structure, person }: SheetActor): ActorRef => ({
  label,
  structure: structure?.id ?? null,
  person: person?.id ?? null
});

const resourceRef = ({ targetPlan, targetSheet, ...words }: PartnerResource): ResourceRef => ({
  ...{ planLabel: words.planLabel, part: words.part, action: words.action, acronym: words.acronym },
  targetPlan: targetPlan?.id ?? null,
  targetSheet: targetSheet?.id ?? null
});

function linkRef(link: SheetLink): LinkRef {
  if (link.kind === 'structure') return { kind: link.kind, structure: link.structure.id };
  if (link.kind === 'event') return { kind: link.kind, id: link.id };
  if (link.kind === 'series') return { kind: link.kind, id: link.id };
  if (link.kind === 'contribution') return { kind: link.kind, id: link.id };
  return { kind: link.kind, title: link.title, url: link.url };
}

/** Path of a field → its value: « title », « texts.stakes », « pilots ». */
export type Fields = ReadonlyMap<string, unknown>;

const IN_TEXTS = 'texts.';

/** The key of the heading that a path names; null when it names no text. */
export function headingOfPath(path: string): string | null {
  return path.startsWith(IN_TEXTS) ? path.slice(IN_TEXTS.length) : null;
}

/** What is written, field by field; what is not given is left out. */
export function fieldsOf({ texts = {}, ...given }: Partial<SheetContent>): Fields {
  const rest: Readonly<Record<string, unknown>> = given;
  const headings = Object.entries(texts).map(([key, items]) => [IN_TEXTS + key, items] as const);
  return new Map<string, unknown>([
    ...Object.entries(rest).filter(([, value]) => value !== undefined),
    ...headings
  ]);
}

/** The other way: fields as a content, which has what they have. */
export function contentFrom(fields: Fields): Partial<SheetContent> {
  const texts: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [path, value] of fields) {
    const heading = headingOfPath(path);
    if (heading === null) rest[path] = value;
    else texts[heading] = value;
  }
  return { ...rest, ...(Object.keys(texts).length > 0 && { texts }) } as Partial<SheetContent>;
}

const RESTORABLE: readonly string[] = [
  ...['title', 'status', 'priority', 'startsOn', 'endsOn', 'renewsYearly', 'visibility'],
  ...['themes', 'perimeter', 'pilots', 'partners', 'resources', 'links', 'remainder']
];

/** Whether a field goes back to what a version said in one gesture; steps, amounts and numbers have gestures of their own. */
export function isRestorable(path: string): boolean {
  return headingOfPath(path) !== null || RESTORABLE.includes(path);
}
