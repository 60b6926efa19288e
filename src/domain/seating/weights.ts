/** What it is worth that two people meet: the documented numbers behind the three switches of a plan. */
import { ACQUAINTED, type Level } from '#domain/network/model.ts';
import type { RegistrationId, StructureId } from '#shared/ids.ts';
import type { PlanGuest, PlanWeights } from './plan.ts';

/** An encounter of two people whom nothing tells apart. */
const ENCOUNTER = 1;
/** Two professions that are known and are not the same. */
const OTHER_PROFESSION = 0.5;
/** Two structures that are known and are not the same. */
const OTHER_STRUCTURE = 0.5;
/** They are colleagues: they meet without us. */
const SAME_STRUCTURE = 0.05;
/** « Ne connaît pas », « connaît de nom »: more than profession and structure together. */
const STRANGERS = 1.5;
/** Nobody has said whether their structures know each other: halfway, since silence is not « ne connaît pas ». */
const UNSAID = 0.75;
/** An introduction that was planned outweighs all the rest. */
const INTRODUCED = 4;
/** They shared a table at an earlier edition: half of what it would be worth. */
const MET_BEFORE = 0.5;

/** How well two structures know each other: the higher of the two answers. */
export interface Acquaintance {
  readonly a: StructureId;
  readonly b: StructureId;
  readonly level: Level;
}

/** What is known of the people and of their structures; nothing is needed. */
export interface Acquaintances {
  readonly levels: readonly Acquaintance[];
  /** Structures to be introduced to each other at this edition. */
  readonly introductions: readonly (readonly [StructureId, StructureId])[];
  /** People who shared a table at an earlier edition of the series. */
  readonly shared: readonly (readonly [RegistrationId, RegistrationId])[];
}

export const NOTHING_KNOWN: Acquaintances = { levels: [], introductions: [], shared: [] };

/** Why an encounter matters, to be told to the two. */
export type MeetingReason = 'introduction' | 'strangers' | 'profession' | 'structure';

/**
 * What each pair is worth, by rank in `guests`, between 0 and 7; null when every pair is worth the same.
 * @param weights - the switches of the plan: without any, nothing counts but the number of encounters.
 */
export function valuesOf(
  guests: readonly PlanGuest[],
  weights: PlanWeights,
  known: Acquaintances = NOTHING_KNOWN
): Float64Array | null {
  const look = lookInto(known);
  const count = guests.length;
  const values = new Float64Array(count * count);
  let isSame = true;
  for (let a = 0; a < count; a++)
    for (let b = a + 1; b < count; b++) {
      const value = valueOfPair(guests[a]!, guests[b]!, weights, look);
      values[a * count + b] = values[b * count + a] = value;
      isSame &&= value === values[1];
    }
  return isSame ? null : values;
}

/** What a pair is worth, one at a time: for whoever asks about a few of them only. */
export function weighPairs(
  weights: PlanWeights,
  known: Acquaintances = NOTHING_KNOWN
): (one: PlanGuest, other: PlanGuest) => number {
  const look = lookInto(known);
  return (one, other) => valueOfPair(one, other, weights, look);
}

/** Why two people should meet, what matters most first; nothing when nothing tells them apart. */
export function reasonsToMeet(
  one: PlanGuest,
  other: PlanGuest,
  known: Acquaintances = NOTHING_KNOWN
): MeetingReason[] {
  const look = lookInto(known);
  const pair = structuresOf(one, other);
  const level = pair && look.level(pair);
  return [
    ...(pair && look.isIntroduced(pair) ? (['introduction'] as const) : []),
    ...(typeof level === 'number' && level < ACQUAINTED ? (['strangers'] as const) : []),
    ...(hasOtherProfession(one, other) ? (['profession'] as const) : []),
    ...(pair ? (['structure'] as const) : [])
  ];
}

type Structures = readonly [StructureId, StructureId];

interface Look {
  level(pair: Structures): Level | undefined;
  isIntroduced(pair: Structures): boolean;
  haveShared(a: RegistrationId, b: RegistrationId): boolean;
}

function lookInto({ levels, introductions, shared }: Acquaintances): Look {
  const byPair = new Map(levels.map(({ a, b, level }) => [keyOf(a, b), level]));
  const introduced = new Set(introductions.map(([a, b]) => keyOf(a, b)));
  const before = new Set(shared.map(([a, b]) => keyOf(a, b)));
  return {
    level: ([a, b]) => byPair.get(keyOf(a, b)),
    isIntroduced: ([a, b]) => introduced.has(keyOf(a, b)),
    haveShared: (a, b) => before.has(keyOf(a, b))
  };
}

function valueOfPair(one: PlanGuest, other: PlanGuest, weights: PlanWeights, look: Look): number {
  if (weights.structure && areColleagues(one, other)) return SAME_STRUCTURE;
  const pair = structuresOf(one, other);
  let value = ENCOUNTER;
  if (weights.profession && hasOtherProfession(one, other)) value += OTHER_PROFESSION;
  if (weights.structure && hasOtherStructure(one, other)) value += OTHER_STRUCTURE;
  if (!weights.unknown) return value;
  if (pair) value += acquaintance(look.level(pair));
  if (pair && look.isIntroduced(pair)) value += INTRODUCED;
  return look.haveShared(one.registration, other.registration) ? value * MET_BEFORE : value;
}

function acquaintance(level: Level | undefined): number {
  if (level === undefined) return UNSAID;
  return level < ACQUAINTED ? STRANGERS : 0;
}

function areColleagues(one: PlanGuest, other: PlanGuest): boolean {
  if (one.structure !== null || other.structure !== null) return one.structure === other.structure;
  return one.structureLabel !== '' && wordsOf(one) === wordsOf(other);
}

function hasOtherStructure(one: PlanGuest, other: PlanGuest): boolean {
  return one.structureLabel !== '' && other.structureLabel !== '' && !areColleagues(one, other);
}

/** The two structures of the directory, when they are two. */
function structuresOf(one: PlanGuest, other: PlanGuest): Structures | null {
  if (one.structure === null || other.structure === null) return null;
  return one.structure === other.structure ? null : [one.structure, other.structure];
}

function hasOtherProfession(one: PlanGuest, other: PlanGuest): boolean {
  const [a, b] = [tradeOf(one), tradeOf(other)];
  return a !== '' && b !== '' && a !== b;
}

function tradeOf({ professionCode, professionLabel }: PlanGuest): string {
  return professionCode || professionLabel.trim().toLowerCase();
}

function wordsOf({ structureLabel }: PlanGuest): string {
  return structureLabel.trim().toLowerCase();
}

function keyOf(a: number, b: number): string {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}
