/** A fiche being changed, before it is saved. */
import type { Structure, StructureInput } from '../model.ts';

export interface Draft {
  /** As typed: what a form refuses is kept too. */
  content: StructureInput;
  /** The version of the fiche that was being read. */
  baseVersion: number;
  savedAt: Date;
}

export interface OtherDraft {
  by: string;
  at: Date;
}

/** A fiche open for changes. */
export interface Editor {
  /** As everybody reads it now. */
  structure: Structure;
  /** As the person typed it so far: the fiche itself while she typed nothing. */
  typed: StructureInput;
  /** The version it was typed against. */
  version: number;
  draft: Draft | null;
  presence: Presence;
}

/** What others do to a fiche meanwhile. */
export interface Presence {
  /** Those who have been typing in it lately. */
  others: OtherDraft[];
  /** Who changed it since this draft began. */
  changed: { by: string; at: Date } | null;
}

const HERE_FOR_MINUTES = 15;

/** From when somebody's typing means that she is still at it. */
export function stillTypingSince(now: Date): Date {
  return new Date(now.getTime() - HERE_FOR_MINUTES * 60_000);
}
