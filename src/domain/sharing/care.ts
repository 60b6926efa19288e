/** What is against the code of conduct: how it is said, and what becomes of it. */
import type { ContributionId, PersonId, ReplyId } from '#shared/ids.ts';

export const CONDUCT_REASONS = [
  'tone',
  'wrong',
  'advertising',
  'rights',
  'off-topic',
  'other'
] as const;
export type ConductReason = (typeof CONDUCT_REASONS)[number];
export const CONDUCT_REASON_LABELS: Record<ConductReason, string> = {
  tone: 'Le ton blesse, ou vise quelqu’un',
  wrong: 'C’est faux, ou dangereux à appliquer',
  advertising: 'C’est de la publicité',
  rights: 'C’est repris sans l’accord de qui l’a fait',
  'off-topic': 'Ce n’est pas le lieu',
  other: 'Autre chose'
};

/** edited: those who wrote it have changed it since. */
export const CONDUCT_DECISIONS = ['kept', 'removed', 'edited'] as const;
export type ConductDecision = (typeof CONDUCT_DECISIONS)[number];
export const CONDUCT_DECISION_LABELS: Record<ConductDecision, string> = {
  kept: 'Laisser en ligne',
  removed: 'Retirer',
  edited: 'Corrigé depuis par qui l’a écrit'
};
export const DECIDED_LABELS: Record<ConductDecision, string> = {
  kept: 'laissé en ligne',
  removed: 'retiré',
  edited: 'corrigé par qui l’a écrit'
};

/** What is reported, as its report names it. */
export interface ReportedText {
  readonly about: 'contribution' | 'reply';
  readonly id: number;
  /** « Question : Qui organise les sorties ? », « Réponse à… ». */
  readonly label: string;
  readonly text: string;
  readonly page: string;
  readonly author: { readonly id: PersonId; readonly name: string } | null;
}

export interface ConductReport {
  readonly id: number;
  readonly contribution: ContributionId;
  readonly reply: ReplyId | null;
  readonly reason: ConductReason;
  readonly details: string;
  /** Null when her account is gone. */
  readonly reporter: string | null;
  readonly createdAt: Date;
  readonly decision: ConductDecision | null;
  readonly decisionReason: string;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /**
   * As it was when it was reported: what was written since, perhaps in a draft, is not shown here. Null when it may not
   * be read any more; its text is empty when what it said then is not
   * kept.
   */
  readonly what: ReportedText | null;
  /** Whether its page is read by others, and whether it says something else now. */
  readonly isOnline: boolean;
  readonly isChanged: boolean;
}

/** A theme, a project: calm when nothing was said of it for this long. */
export const CALM_MONTHS = 6;

interface Waiting {
  readonly slug: string;
  readonly title: string;
  /** For how many days. */
  readonly days: number;
}

/** What waits in a network: contents and structures, never people. */
export interface NetworkHealth {
  /** Open, and nobody answered. */
  readonly questions: readonly Waiting[];
  /** Nobody answers for them. */
  readonly structures: readonly { readonly slug: string; readonly name: string }[];
  /** Services of the territory have them; nothing was shared of them lately. */
  readonly themes: readonly { readonly code: string; readonly name: string }[];
  /** Under way, without news. */
  readonly projects: readonly Waiting[];
  /** Past the day they were to be looked at again. */
  readonly documents: readonly Waiting[];
}
