/** What is shared. */
export const CONTRIBUTION_KINDS = [
  'project',
  'experience',
  'question',
  'opportunity',
  'document'
] as const;
export type ContributionKind = (typeof CONTRIBUTION_KINDS)[number];
