/** What is hidden because somebody says that it is about a person, until somebody else reads it again. */
import type { PersonId, TerritoryId } from '#shared/ids.ts';

/** What may be withheld. A later domain adds its own kinds: they are free words here. */
export type ContentKind = string;

/** Why a content is reported: chosen, never written, so that the report itself tells nothing of the person. */
export const REPORT_REASONS = ['name', 'situation', 'private-contact', ''] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

/** What is withheld, as its reporter and those who decide name it. */
export interface Content {
  readonly kind: ContentKind;
  readonly id: string;
  /** Shown to those who decide: « Fiche : CLIC des Trois Confluents ». Never the text itself. */
  readonly label: string;
  /** Whose animators decide; whoever runs the instance when there is none. */
  readonly territory: TerritoryId | null;
}

/** A content, and the page where the actor reads it. */
export interface FoundContent extends Content {
  readonly page: string;
}

/** A text of a content as it is stored, hidden or not: only for who decides, once checked. */
export interface StoredText {
  readonly label: string;
  readonly text: string;
}

export interface Withholding extends Content {
  readonly withholding: number;
  readonly reason: ReportReason;
  readonly reportedBy: PersonId | null;
  readonly reportedAt: Date;
  readonly status: 'withheld' | 'restored' | 'removed';
  readonly decidedAt: Date | null;
  /** Name of who decided; null when her account is gone, or nobody has decided. */
  readonly decidedBy: string | null;
}
