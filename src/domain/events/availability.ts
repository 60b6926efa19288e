/** Which date suits best: who would be there, and which structures, types of structure and professions would not. */
import { normalise } from '#shared/text.ts';
import type { Answer } from './poll.ts';

/** A guest as the ranking sees her: without a name. */
export interface Voter {
  /** Of the structure she comes for. */
  readonly structure: string | null;
  /** « CPTS », « DAC ». */
  readonly type: string | null;
  readonly profession: string | null;
  /** By slot; a slot added after she answered has none. Empty: she has not answered. */
  readonly answers: ReadonlyMap<number, Answer>;
}

/** What a slot would lack: groups of which somebody answered, and nobody could come. By name. */
export interface Missing {
  readonly structures: readonly string[];
  readonly types: readonly string[];
  readonly professions: readonly string[];
}

/** What separates a slot from the one just before it, when both have as many points. */
export type TieBreak = 'yes' | 'types' | 'day-off' | 'sooner';

export interface RankedSlot {
  readonly slot: number;
  /** From 1. */
  readonly rank: number;
  readonly points: number;
  readonly yes: number;
  readonly ifNeeded: number;
  readonly no: number;
  /** Silent, or who answered before the slot was added. */
  readonly unknown: number;
  readonly missing: Missing;
  readonly tie: TieBreak | null;
}

export interface Candidate {
  readonly slot: number;
  readonly startsAt: Date;
  /** A public or a school holiday. */
  readonly dayOff: boolean;
}

export const POINTS = { yes: 2, ifNeeded: 1, missing: -1 } as const;

/**
 * The slots, the best first: two points a « oui », one a « si nécessaire », one less for each structure, type of
 * structure and profession that would be absent. At equal points: more « oui », then fewer types absent, then no day
 * off, then the sooner. The silent count for nothing: what they would say is not known.
 */
export function rankSlots(
  candidates: readonly Candidate[],
  voters: readonly Voter[]
): RankedSlot[] {
  const counted = candidates.map((candidate) => ({ candidate, ...count(candidate.slot, voters) }));
  const sorted = counted.sort((a, b) => b.points - a.points || compareEqual(a, b).order);
  return sorted.map(({ candidate, ...one }, at) => {
    const before = sorted[at - 1];
    const tied = before?.points === one.points;
    return {
      ...one,
      slot: candidate.slot,
      rank: at + 1,
      tie: before && tied ? compareEqual(before, { candidate, ...one }).because : null
    };
  });
}

type Counted = { candidate: Candidate } & ReturnType<typeof count>;

function compareEqual(a: Counted, b: Counted): { order: number; because: TieBreak } {
  const criteria: readonly (readonly [TieBreak, number])[] = [
    ['yes', b.yes - a.yes],
    ['types', a.missing.types.length - b.missing.types.length],
    ['day-off', Number(a.candidate.dayOff) - Number(b.candidate.dayOff)],
    ['sooner', a.candidate.startsAt.getTime() - b.candidate.startsAt.getTime()]
  ];
  const [because, order] = criteria.find(([, difference]) => difference !== 0) ?? [
    'sooner' as const,
    a.candidate.slot - b.candidate.slot
  ];
  return { order, because };
}

function count(slot: number, voters: readonly Voter[]) {
  const tally = { yes: 0, ifNeeded: 0, no: 0, unknown: 0 };
  for (const { answers } of voters) tally[KINDS[answers.get(slot) ?? 'unknown']] += 1;
  const missing = missingOn(slot, voters);
  const absent = missing.structures.length + missing.types.length + missing.professions.length;
  const points =
    POINTS.yes * tally.yes + POINTS.ifNeeded * tally.ifNeeded + POINTS.missing * absent;
  return { ...tally, missing, points };
}

const KINDS = { yes: 'yes', 'if-needed': 'ifNeeded', no: 'no', unknown: 'unknown' } as const;

function missingOn(slot: number, voters: readonly Voter[]): Missing {
  const absent = (groupOf: (voter: Voter) => string | null, keyOf = (group: string) => group) => {
    const groups = new Map<string, { names: string[]; comes: boolean }>();
    for (const voter of voters) {
      const name = groupOf(voter);
      const answer = voter.answers.get(slot);
      if (!name || !answer) continue;
      const { names, comes } = groups.get(keyOf(name)) ?? { names: [], comes: false };
      groups.set(keyOf(name), { names: [...names, name], comes: comes || answer !== 'no' });
    }
    return [...groups.values()].flatMap(({ names, comes }) => (comes ? [] : [names.sort()[0]!]));
  };
  return {
    structures: absent(({ structure }) => structure).sort(),
    types: absent(({ type }) => type).sort(),
    professions: absent(({ profession }) => profession, professionKey).sort()
  };
}

const MASCULINE: readonly (readonly [RegExp, string])[] = [
  [/trice\b/g, 'teur'],
  [/euse\b/g, 'eur'],
  [/iere\b/g, 'ier'],
  [/ienne\b/g, 'ien'],
  [/ante\b/g, 'ant'],
  [/ee\b/g, 'e']
];

/** People write their profession as they like: « Infirmière » and « infirmier » are one. */
function professionKey(profession: string): string {
  return MASCULINE.reduce((text, [from, to]) => text.replace(from, to), normalise(profession));
}

/** Groups of which nobody has answered at all: whether they would come is not known. */
export function silentTypes(voters: readonly Voter[]): string[] {
  const groups = new Map<string, boolean>();
  for (const { type, answers } of voters)
    if (type) groups.set(type, (groups.get(type) ?? false) || answers.size > 0);
  return [...groups].filter(([, heard]) => !heard).map(([type]) => type);
}
