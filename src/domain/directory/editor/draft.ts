/** A fiche being changed, before it is saved. */
import type { StructureInput } from '../model.ts';

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

const HERE_FOR_MINUTES = 15;

/** From when somebody's typing means that she is still at it. */
export function stillTypingSince(now: Date): Date {
  return new Date(now.getTime() - HERE_FOR_MINUTES * 60_000);
}
