/**
 * Interconnaissance: how well the structures of a territory know each other, said by themselves in waves.
 *
 * A **wave** asks each structure about those with which it shares communes, and about them alone: the pairs are fixed
 * when it opens. An **answer** goes from one structure to another, and the two may not say the same. Whoever has not
 * answered has not said « ne connaît pas »: a missing answer is counted nowhere, and what depends on it is shown as a
 * range.
 */
import type { EventId, StructureId, TerritoryId, WaveId, WaveStructureId } from '#shared/ids.ts';

export const WAVE_STATUSES = ['draft', 'open', 'closed'] as const;
export type WaveStatus = (typeof WAVE_STATUSES)[number];

/** How well one knows another, from nothing to a common project. */
export const LEVELS = [0, 1, 2, 3, 4] as const;
export type Level = (typeof LEVELS)[number];

export const LEVEL_LABELS: Readonly<Record<Level, string>> = {
  0: 'Ne connaît pas',
  1: 'Connaît de nom',
  2: 'A déjà échangé',
  3: 'Travaille régulièrement avec',
  4: 'Projet ou convention en commun'
};

/** The level from which two structures are said to know each other: they have talked. */
export const ACQUAINTED: Level = 2;

export interface Wave {
  readonly id: WaveId;
  readonly territory: TerritoryId;
  /** « vague 3 ». */
  readonly number: number;
  readonly title: string;
  readonly introduction: string;
  readonly status: WaveStatus;
  /** The last civil day to answer: `YYYY-MM-DD`. */
  readonly closesOn: string | null;
  /** The rencontre it was asked before or after. */
  readonly event: EventId | null;
  readonly moment: 'before' | 'after' | null;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  readonly remindedAt: Date | null;
  readonly version: number;
}

/** A structure that is asked, and asked about. */
export interface WaveStructure {
  readonly id: WaveStructureId;
  readonly structure: StructureId;
  readonly name: string;
  readonly slug: string;
  /** Code of its type: CPTS, DAC… */
  readonly type: string;
  /** When its first answer came. */
  readonly answeredAt: Date | null;
  /** When it said that it had finished. */
  readonly finishedAt: Date | null;
}

/** Two structures that share communes: each is asked about the other. */
export interface WavePair {
  readonly a: StructureId;
  readonly b: StructureId;
  /** Communes both cover. */
  readonly communes: number;
}

/** What `from` says of `about`. */
export interface RelationAnswer {
  readonly from: StructureId;
  readonly about: StructureId;
  readonly level: Level;
}

/** All that a wave holds, for measures and pictures: for animators and for what aggregates it, never for a page as it is. */
export interface WaveNetwork {
  readonly wave: Wave;
  readonly structures: readonly WaveStructure[];
  readonly pairs: readonly WavePair[];
  readonly answers: readonly RelationAnswer[];
}

/** A structure of the directory, as a wave that opens now would treat it. */
export interface ScopeStructure {
  readonly structure: StructureId;
  readonly name: string;
  readonly slug: string;
  /** Its perimeter has not been said. */
  readonly isUnknown: boolean;
  /** How many it would be asked about. */
  readonly lines: number;
  /** Whether somebody would be written to. */
  readonly hasReferent: boolean;
}

/** Whom a wave that opens now would ask, and whom it leaves out. */
export interface Scope {
  readonly asked: readonly ScopeStructure[];
  readonly pairs: number;
  /** Left out: nobody knows with whom they share communes. */
  readonly unknown: readonly ScopeStructure[];
  /** Left out: they share a commune with nobody. */
  readonly alone: readonly ScopeStructure[];
}

/** A line of the page where a structure answers. */
export interface AnswerLine {
  readonly about: StructureId;
  readonly name: string;
  readonly slug: string;
  readonly type: { readonly code: string; readonly name: string; readonly colour: number };
  /** Communes both cover. */
  readonly communes: number;
  /** What it has said in this wave. */
  readonly kept: Level | null;
  /** What it said the last time it spoke of it: a start, to be confirmed. */
  readonly last: Level | null;
  /** What is proposed, to be confirmed: the two have met since it last spoke of it, and it did not say so yet. */
  readonly proposed: Level | null;
}

/** Where a structure is in a wave. */
export interface Followed {
  readonly id: WaveStructureId;
  readonly name: string;
  readonly slug: string;
  readonly lines: number;
  readonly said: number;
  readonly answeredAt: Date | null;
  readonly finishedAt: Date | null;
  /** Names of who is written to; empty: its link is handed over. */
  readonly referents: readonly string[];
  /** The path of its link. */
  readonly link: string;
}

/** An open wave where somebody answers for a structure, in her own space. */
export interface OwnWave {
  readonly wave: WaveId;
  readonly title: string;
  readonly closesOn: string;
  readonly structure: string;
  readonly link: string;
  readonly lines: number;
  readonly said: number;
  readonly isFinished: boolean;
}

export const INTRODUCTION_STATUSES = ['planned', 'made', 'dismissed'] as const;
/** planned: at a rencontre. made: they have met. dismissed: of no use. */
export type IntroductionStatus = (typeof INTRODUCTION_STATUSES)[number];
