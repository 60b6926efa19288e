/**
 * What is seen before and after a rencontre, between the structures that came and between the others, on the same
 * questions. It says what changed, never why: those who come are not drawn by lot.
 */
import type { Figure } from '#domain/surveys/figures.ts';
import type { StructureId } from '#shared/ids.ts';
import { formatDate } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import {
  listArcs,
  listAuthors,
  readPairs,
  type Answered,
  type Estimate
} from './measures/asked.ts';
import { measureResponse } from './measures/density.ts';
import { keepComparable } from './measures/evolution.ts';
import { LEAST_STRUCTURES } from './measures/figures.ts';
import { decimal, percent } from './measures/words.ts';
import { ACQUAINTED, type Wave } from './model.ts';
import { waveState } from './rules.ts';

/** A wave further than that from a rencontre tells nothing of it, unless it says that it does. */
const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

/** Pairs of structures, on the questions that the same one answered in both waves. */
export interface PairGroup {
  /** Pairs asked about in both waves, and those that can be compared. */
  readonly pairs: number;
  readonly compared: number;
  /** Structures whose answers are compared. */
  readonly authors: number;
  /** Of those compared, the pairs of which one at least says it has talked with the other. */
  readonly before: Estimate;
  readonly after: Estimate;
  /** Pairs that knew each other after and not before; before and not after. */
  readonly gained: number;
  readonly lost: number;
  /** Mean of the levels of the pairs, from 0 to 4: the higher of their two answers. */
  readonly level: { readonly before: number; readonly after: number };
}

/** Who is taken to have come: from the entries noted at the door, or else from the places. */
export type Basis = 'present' | 'registered';

export interface EventEffect {
  readonly before: Wave;
  readonly after: Wave;
  readonly basis: Basis;
  /** Structures that came, among those asked in both waves. */
  readonly present: number;
  /** Of these structures: how many answered. */
  readonly response: { readonly before: Estimate; readonly after: Estimate };
  /** Pairs of which both came; null when too few answered to be told together. */
  readonly together: PairGroup | null;
  /** The other pairs; null likewise. */
  readonly others: PairGroup | null;
}

/** What cannot be told, and why. */
export interface NoEffect {
  readonly missing: 'before' | 'after' | 'people';
}

/** The waves around an edition: those that say so, else the nearest closed ones, a year away at most. */
export function chooseWaves(
  waves: readonly Wave[],
  event: { readonly id: number; readonly startsAt: Date; readonly endsAt: Date },
  now: Date
): { before: Wave | null; after: Wave | null } {
  const closed = waves.filter((wave) => waveState(wave, now) === 'closed' && wave.openedAt);
  const said = (moment: Wave['moment']) =>
    closed.findLast((wave) => wave.event === event.id && wave.moment === moment);
  const gap = (from: Date, to: Date) => to.getTime() - from.getTime();
  const near = (ms: number) => ms >= 0 && ms <= MOST_DAYS * DAY_MS;
  const is = (wave: Wave, moment: Wave['moment']) =>
    wave.event !== event.id || wave.moment === moment;
  const earlier = closed.filter(
    (wave) => is(wave, 'before') && wave.closedAt && near(gap(wave.closedAt, event.startsAt))
  );
  const later = closed.filter(
    (wave) => is(wave, 'after') && near(gap(event.endsAt, wave.openedAt!))
  );
  return {
    before:
      said('before') ?? earlier.toSorted((a, b) => gap(b.closedAt!, a.closedAt!)).at(-1) ?? null,
    after: said('after') ?? later.toSorted((a, b) => gap(b.openedAt!, a.openedAt!))[0] ?? null
  };
}

/**
 * How well pairs know each other in two waves: those of which both structures came, and the others.
 * @param present - the structures that came.
 */
export function measureEffect(
  waves: { readonly before: Answered; readonly after: Answered },
  present: ReadonlySet<StructureId>
): Pick<EventEffect, 'present' | 'response' | 'together' | 'others'> {
  const kept = keepComparable(waves.before, waves.after);
  const both = (a: StructureId, b: StructureId) => present.has(a) && present.has(b);
  const groupOf = (among: boolean) => {
    const only = <W extends Answered>(wave: W): W => ({
      ...wave,
      pairs: wave.pairs.filter(({ a, b }) => both(a, b) === among)
    });
    const group = compare(only(kept.before), only(kept.after));
    return group.authors >= LEAST_STRUCTURES ? group : null;
  };
  const came = waves.after.structures.filter(
    ({ structure }) =>
      present.has(structure) && waves.before.structures.some((one) => one.structure === structure)
  );
  const responseOf = (wave: Answered) =>
    measureResponse({
      ...wave,
      pairs: wave.pairs.filter(({ a, b }) => both(a, b))
    });
  return {
    present: came.length,
    response: { before: responseOf(waves.before), after: responseOf(waves.after) },
    together: groupOf(true),
    others: groupOf(false)
  };
}

/** Two waves reduced to what can be compared. A pair that only one of them asked about is left out. */
function compare(first: Answered, second: Answered): PairGroup {
  const keyOf = ({ a, b }: { a: StructureId; b: StructureId }) => `${a} ${b}`;
  const earlier = new Map(readPairs(first).map((one) => [keyOf(one), levelOf(one)]));
  const pairs = readPairs(second).filter((one) => earlier.has(keyOf(one)));
  const steps = pairs.flatMap((one) => {
    const [before, after] = [earlier.get(keyOf(one)) ?? null, levelOf(one)];
    return before === null || after === null ? [] : [{ before, after }];
  });
  const known = (level: number) => level >= ACQUAINTED;
  const mean = (levels: number[]) =>
    levels.reduce((sum, one) => sum + one, 0) / (levels.length || 1);
  return {
    ...{ pairs: pairs.length, compared: steps.length },
    authors: listAuthors(listArcs(second)).size,
    before: shareOf(steps.filter(({ before }) => known(before)).length, steps.length, pairs.length),
    after: shareOf(steps.filter(({ after }) => known(after)).length, steps.length, pairs.length),
    gained: steps.filter(({ before, after }) => !known(before) && known(after)).length,
    lost: steps.filter(({ before, after }) => known(before) && !known(after)).length,
    level: {
      before: mean(steps.map(({ before }) => before)),
      after: mean(steps.map(({ after }) => after))
    }
  };
}

function levelOf({ ofA, ofB }: { ofA: number | null; ofB: number | null }): number | null {
  return ofA === null && ofB === null ? null : Math.max(ofA ?? 0, ofB ?? 0);
}

/** A share of the pairs compared; its range is what those that cannot be compared could make it. */
function shareOf(count: number, known: number, of: number): Estimate {
  return {
    value: known === 0 ? null : count / known,
    low: count / Math.max(1, of),
    high: (count + of - known) / Math.max(1, of),
    ...{ known, of }
  };
}

/** One measure that a rencontre gives between two waves; as `EditionMeasure` is for an edition. */
export interface MeetingMeasure {
  readonly code: string;
  readonly label: string;
  readonly kind: 'count' | 'share' | 'level';
  readonly unit: string;
  readonly direction: 'up';
  readonly read: (effect: EventEffect) => Figure;
}

/** All that a rencontre may be measured by, from waves; the codes are kept by the indicators that follow them. */
export const MEETING_MEASURES: readonly MeetingMeasure[] = [
  {
    ...{ code: 'newAcquaintances', label: 'Nouvelles connaissances', kind: 'count' },
    ...{ unit: 'paires de structures présentes', direction: 'up' },
    read: (effect) => figureOf(effect, ({ gained }) => gained)
  },
  {
    ...{ code: 'acquaintedAfter', label: 'Se connaissent après', kind: 'share', direction: 'up' },
    unit: '% des paires de structures présentes',
    read: (effect) => figureOf(effect, ({ after }) => after.value)
  },
  {
    ...{ code: 'acquaintedBefore', label: 'Se connaissaient avant', kind: 'share' },
    ...{ unit: '% des paires de structures présentes', direction: 'up' },
    read: (effect) => figureOf(effect, ({ before }) => before.value)
  },
  {
    ...{ code: 'levelGain', label: 'Niveau moyen gagné', kind: 'level', direction: 'up' },
    unit: 'de −4 à 4, entre structures présentes',
    read: (effect) => figureOf(effect, ({ level }) => level.after - level.before)
  }
];

function figureOf(effect: EventEffect, read: (group: PairGroup) => number | null): Figure {
  if (!effect.together)
    return { value: null, source: 'Trop peu de structures présentes ont répondu aux deux vagues' };
  return { value: read(effect.together), source: describeSource(effect) };
}

/** « Vagues 1 (close le 8 mai 2026) et 2 (close le 14 juillet 2026) : 104 paires comparées sur 136 ». */
export function describeSource({ before, after, together }: EventEffect): string {
  const wave = ({ number, closedAt }: Wave) =>
    `${number}${closedAt ? ` (close le ${formatDate(closedAt)})` : ''}`;
  const pairs = together
    ? `\u00a0: ${plural(together.compared, 'paire comparée', 'paires comparées')} sur ${together.pairs}`
    : '';
  return `Vagues ${wave(before)} et ${wave(after)}${pairs}`;
}

/** A group of pairs as a row of a table. */
export function writeGroup(group: PairGroup) {
  const share = ({ value }: Estimate) => (value === null ? 'non connu' : percent(value));
  return {
    compared: `${group.compared} sur ${group.pairs}`,
    before: share(group.before),
    after: share(group.after),
    gained: group.lost > 0 ? `${group.gained} (et ${group.lost} de moins)` : String(group.gained),
    level: `${decimal(group.level.before)} → ${decimal(group.level.after)}`
  };
}

/** « entre 41 et 66 % », or '' when everything is known. */
export function writeRange({ low, high }: Estimate): string {
  const [least, most] = [Math.floor(100 * low + 1e-9), Math.ceil(100 * high - 1e-9)];
  return high - low < 1e-9 || least === most ? '' : `entre ${least} et ${most}\u00a0%`;
}
