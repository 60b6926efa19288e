/** Two structures that share communes, and what is known of the two. */
import type { StructureAction } from '#domain/directory/model.ts';
import type { EventId, StructureId } from '#shared/ids.ts';
import { ACQUAINTED, type IntroductionStatus, type Level } from '../model.ts';

/** A structure, as far as introducing it goes. */
export interface Candidate {
  readonly id: StructureId;
  readonly slug: string;
  readonly name: string;
  /** Code of its type: CPTS, DAC… */
  readonly type: string;
  /** Acts for a person, or brings actors together. */
  readonly action: StructureAction;
  /** Codes of the publics of its services; none when they do not say. */
  readonly audiences: readonly string[];
}

/** An edition, as reasons and plans name it. */
export interface IntroductionEvent {
  readonly id: EventId;
  readonly slug: string;
  readonly title: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly timeZone: string;
}

/** What was decided about a pair. */
export interface Decision {
  readonly status: IntroductionStatus;
  /** Where they are to meet, or met; null outside any edition. */
  readonly event: IntroductionEvent | null;
  readonly at: Date;
}

/** Two structures that share communes, with what is known of the two. */
export interface CandidatePair {
  readonly a: Candidate;
  readonly b: Candidate;
  /** Communes both cover. */
  readonly communes: number;
  /** What each last said of the other; null when it has said nothing. */
  readonly said: { readonly a: Level | null; readonly b: Level | null };
  /** The last edition where somebody of each came. */
  readonly together: IntroductionEvent | null;
  readonly decision: Decision | null;
}

/**
 * Where a pair stands: `suggested`, to be introduced; `unheard`, neither has answered, so that nobody knows; or what was
 * decided about it.
 */
export const STANDINGS = ['suggested', 'planned', 'unheard', 'made', 'dismissed'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A pair on the list of those to be introduced, with why. */
export interface Introduction extends CandidatePair {
  readonly standing: Standing;
  /** Codes of the publics that both serve. */
  readonly shared: readonly string[];
  readonly score: number;
  readonly reason: string;
}

/** @returns null for a pair that needs no introduction. */
export function standingOf({
  said,
  decision
}: Pick<CandidatePair, 'said' | 'decision'>): Standing | null {
  if (decision) return decision.status;
  if (said.a === null && said.b === null) return 'unheard';
  return Math.max(said.a ?? 0, said.b ?? 0) < ACQUAINTED ? 'suggested' : null;
}

/** The two of a pair, in the order in which pairs are written. */
export function inOrder(one: StructureId, other: StructureId): { a: StructureId; b: StructureId } {
  return one < other ? { a: one, b: other } : { a: other, b: one };
}
