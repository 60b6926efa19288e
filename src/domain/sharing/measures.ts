/** What a network shares, counted: for the indicators of plans. */
import type { ContributionId } from '#shared/ids.ts';

export type SharingMeasureCode =
  'projectsPublished' | 'projectsDone' | 'experiencesPublished' | 'reuses';

interface SharingMeasure {
  readonly code: SharingMeasureCode;
  readonly label: string;
  readonly kind: 'count';
  /** What is counted, in words. */
  readonly unit: string;
  readonly direction: 'up';
}

/** All that may be counted of what is shared; the codes are kept by the indicators that follow them. */
export const SHARING_MEASURES: readonly SharingMeasure[] = [
  count('projectsPublished', 'Projets publiés', 'projets'),
  count('projectsDone', 'Projets terminés', 'projets'),
  count('experiencesPublished', 'Retours d’expérience publiés', 'retours d’expérience'),
  count('reuses', 'Reprises («\u00a0je l’ai repris\u00a0»)', 'reprises')
];

/** One thing that counts for a measure, on a civil day of Paris. */
export interface SharedFact {
  readonly measure: SharingMeasureCode;
  /** What was published or done; of a re-use, the experience. */
  readonly id: ContributionId;
  /** Null: it is not known, so that no year counts it. */
  readonly day: string | null;
  /** Whether that day was noted as it happened; otherwise it is the end that a project gives itself. */
  readonly noted: boolean;
}

function count(code: SharingMeasureCode, label: string, unit: string): SharingMeasure {
  return { code, label, kind: 'count', unit, direction: 'up' };
}
