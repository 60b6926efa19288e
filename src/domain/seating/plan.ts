/** The tables of a rencontre, as its organiser prepares them: people, places and rules, where the solver knows numbers. */
import type {
  EventId,
  ProgrammeSessionId,
  RegistrationId,
  StructureId,
  TableDrawId
} from '#shared/ids.ts';

/** Somebody who is to sit: registered, or come without. */
export interface PlanGuest {
  readonly registration: RegistrationId;
  readonly name: string;
  /** A code of the ANS or of our own list, or '' with the words of the person. */
  readonly professionCode: string;
  readonly professionLabel: string;
  readonly structure: StructureId | null;
  readonly structureLabel: string;
  /** Asked for an easy access: sits at a table that says so. */
  readonly needsAccess: boolean;
}

export interface PlanRound {
  /** From 1. */
  readonly number: number;
  readonly startsAt: Date | null;
  /** What is talked about. */
  readonly topic: string;
  /** Once it has taken place: a fact, which nothing changes any more. */
  readonly doneAt: Date | null;
}

export interface PlanTable {
  /** From 1. */
  readonly number: number;
  /** « Phare », or nothing: its number is its name then. */
  readonly name: string;
  /** Seats it has, when it is not as the others. */
  readonly seats: number | null;
  readonly accessible: boolean;
}

/** host: stays at a table. absent: not there in a round. Without a round: in each of them. */
export type PlanRule =
  | {
      readonly kind: 'together' | 'apart';
      readonly registration: RegistrationId;
      readonly other: RegistrationId;
    }
  | {
      readonly kind: 'host';
      readonly registration: RegistrationId;
      readonly table: number;
      readonly round: number | null;
    }
  | {
      readonly kind: 'absent';
      readonly registration: RegistrationId;
      readonly round: number;
    };

export interface PlanSeat {
  readonly round: number;
  readonly registration: RegistrationId;
  readonly table: number;
  /** Set by hand: another draw leaves it there. */
  readonly pinned: boolean;
}

/** What makes an encounter worth more. */
export interface PlanWeights {
  /** The two structures do not know each other, and the two people did not share a table before. */
  readonly unknown: boolean;
  readonly profession: boolean;
  readonly structure: boolean;
}

export interface TablePlan {
  readonly event: EventId;
  /** The moment of the programme it serves. */
  readonly session: ProgrammeSessionId | null;
  /** Nobody sits at a table of more. */
  readonly most: number;
  readonly weights: PlanWeights;
  /** draft: the organiser’s. published: each one reads hers. */
  readonly status: 'draft' | 'published';
  readonly publishedAt: Date | null;
  readonly version: number;
  readonly rounds: readonly PlanRound[];
  readonly tables: readonly PlanTable[];
  readonly rules: readonly PlanRule[];
  readonly seats: readonly PlanSeat[];
}

/** A search for who sits with whom, under way or over. */
export interface TableDraw {
  readonly id: TableDrawId;
  /** dead: its server has stopped; nothing was changed, and it can be started again. */
  readonly status: 'running' | 'done' | 'stopped' | 'failed' | 'dead';
  readonly kind: 'draw' | 'replan';
  readonly seed: number;
  readonly seconds: number;
  readonly stopAsked: boolean;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Of the best so far; null before there is one. */
  readonly repeats: number | null;
  readonly neverMet: number | null;
  readonly bound: { readonly repeats: number; readonly neverMet: number } | null;
  readonly optimal: boolean;
  readonly method: string;
  /** The plan had changed when it ended: what it found waits. */
  readonly isAside: boolean;
  /** Nothing has changed since it was applied: the seats of before can come back. */
  readonly canUndo: boolean;
}
