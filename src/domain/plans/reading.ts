/** What pages show of a sheet: neither whose accounts its pilots are, nor what decides who reads it. */
import type { EventSummary } from '#domain/events/model.ts';
import type { ContributionId, PlanId } from '#shared/ids.ts';
import type { NamedStructure, PlanPlace, SheetWord } from './model.ts';
import type { LinkedNature, SheetActor, SheetLink, SheetStatus, SheetSummary } from './sheet.ts';

/** Who pilots, or is a partner, as it is written; never whose account it is. */
export interface ShownActor {
  readonly label: string;
  readonly structure: NamedStructure | null;
}

/** What another plan says, and where it is read in Maillage, if one may. */
export interface ShownResource {
  readonly planLabel: string;
  /** What the acronym stands for; '' when it is not known. */
  readonly meaning: string;
  readonly part: string;
  readonly action: string;
  readonly address: string | null;
}

/** What is shared here and belongs with a sheet. */
export interface ShownShared {
  readonly nature: LinkedNature;
  readonly title: string;
  readonly address: string;
}

/** Of what is shared, what somebody may read. */
export type SharedHere = ReadonlyMap<ContributionId, ShownShared>;

export interface Surroundings {
  readonly resources: readonly ShownResource[];
  /** The last first; those of the linked series are among them. A series without any that the reader may find is not told. */
  readonly editions: readonly EventSummary[];
  readonly structures: readonly NamedStructure[];
  /** Of what is shared here, what the reader may read. */
  readonly shared: readonly ShownShared[];
  /** Addresses elsewhere. */
  readonly documents: readonly { readonly title: string; readonly url: string }[];
  /** In words; '' wherever its plan goes. */
  readonly where: string;
  readonly themes: readonly string[];
}

/** How a plan is named where something else speaks of it. */
export interface PlanHead {
  readonly id: PlanId;
  readonly slug: string;
  readonly title: string;
  readonly shortTitle: string;
  readonly sheetWord: SheetWord;
  readonly place: PlanPlace;
}

/** pilot, partner, funder: as the sheet says. link: it is among what belongs with the sheet. */
export const SHEET_ROLES = ['pilot', 'partner', 'funder', 'link'] as const;
export type SheetRole = (typeof SHEET_ROLES)[number];

/** A sheet where something else is spoken of. */
export interface SheetAbout {
  readonly plan: {
    readonly slug: string;
    readonly shortTitle: string;
    readonly sheetWord: SheetWord;
    /** A pilot reads her sheet in a plan that is still a draft. */
    readonly isReadable: boolean;
  };
  readonly slug: string;
  readonly number: string;
  readonly title: string;
  readonly status: SheetStatus;
  readonly roles: readonly SheetRole[];
}

/** What is shared and linked, in the order of the links; what the reader may not read is left out. */
export function sharedOf(links: readonly SheetLink[], shared: SharedHere): ShownShared[] {
  return links.flatMap((link) => (link.kind === 'contribution' ? (shared.get(link.id) ?? []) : []));
}

/** Links where what is shared has its title; none for who may not read it. */
export function titledLinks(links: readonly SheetLink[], shared: SharedHere): SheetLink[] {
  return links.map((link) =>
    link.kind === 'contribution' ? { ...link, title: shared.get(link.id)?.title ?? '' } : link
  );
}

/** Those who act, as they are shown. */
export function shownActors(actors: readonly SheetActor[]): ShownActor[] {
  return actors.map(({ label, structure }) => ({ label, structure }));
}

/** What pages and answers may say of a sheet: neither whose accounts its pilots are, nor what decides who reads it. */
export function shownSheet<Sheet extends SheetSummary>(sheet: Sheet) {
  const { place: _place, pilots, partners, ...shown } = sheet;
  return { ...shown, pilots: shownActors(pilots), partners: shownActors(partners) };
}
