/** What became of a fiche: who changed what, when. */
import type { PersonId } from '#shared/ids.ts';
import type { StructureInput } from './model.ts';

export const HISTORY_KINDS = [
  'created',
  'updated',
  'confirmed',
  'undone',
  'imported',
  'merged',
  'suggested'
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** One change of a fiche. `before` and `after` are null for what needs none: a creation, a confirmation. */
export interface HistoryLine {
  id: number;
  version: number;
  at: Date;
  kind: HistoryKind;
  person: PersonId | null;
  by: string;
  before: StructureInput | null;
  after: StructureInput | null;
}

const KINDS: Record<HistoryKind, string> = {
  created: 'Fiche créée',
  updated: 'Fiche modifiée',
  confirmed: 'Fiche confirmée',
  undone: 'Changement annulé',
  imported: 'Importée d’un fichier',
  merged: 'Réunie avec une autre',
  suggested: 'Proposition acceptée'
};

/** What an entry of the history is called. */
export function historyKindLabel(kind: HistoryKind): string {
  return KINDS[kind];
}
