import { ACQUAINTED, type Level } from '../model.ts';
import { listArcs, listAuthors, type Answered, type Arc } from './asked.ts';
import { densityOf, measureReciprocity, meanLevelOf } from './density.ts';

/** What changed between two waves, on what can be compared: the questions that the same structure answered in both. */
export interface Evolution {
  /** Answers compared, and how many structures gave them. */
  readonly compared: number;
  readonly authors: number;
  readonly up: number;
  readonly same: number;
  readonly down: number;
  /** On these answers alone; null when none tells. */
  readonly density: Change;
  readonly reciprocity: Change;
  readonly meanLevel: Change;
}

export interface Change {
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * Evolution between two waves on the same pairs: (i,j) counts when i has answered about j in both. A structure that came in
 * between, or answered once, changes nothing: otherwise the figure would tell who answers, and not who knows whom.
 *
 *     up = |{ (i,j) : x₂(i,j) > x₁(i,j) }|, same, down; D₁ and D₂ on the same (i,j)
 */
export function measureEvolution(
  before: Answered,
  after: Answered,
  level: Level = ACQUAINTED
): Evolution {
  const kept = keepComparable(before, after);
  const first = answered(kept.before);
  const second = answered(kept.after);
  const earlier = new Map(first.map((arc) => [keyOf(arc), arc]));
  const steps = second.map((arc) => Math.sign(arc.level! - earlier.get(keyOf(arc))!.level!));
  return {
    compared: second.length,
    authors: listAuthors(second).size,
    up: steps.filter((step) => step > 0).length,
    same: steps.filter((step) => step === 0).length,
    down: steps.filter((step) => step < 0).length,
    density: { before: densityOf(first, level).value, after: densityOf(second, level).value },
    reciprocity: {
      before: measureReciprocity(kept.before, level).value,
      after: measureReciprocity(kept.after, level).value
    },
    meanLevel: { before: meanLevelOf(first).value, after: meanLevelOf(second).value }
  };
}

/** Two waves reduced to the questions that were answered in both. */
export function keepComparable<Wave extends Answered>(
  before: Wave,
  after: Wave
): { before: Wave; after: Wave } {
  const said = new Set(answered(before).map(keyOf));
  const both = new Set(
    answered(after)
      .map(keyOf)
      .filter((key) => said.has(key))
  );
  const reduce = (wave: Wave): Wave => ({
    ...wave,
    answers: wave.answers.filter((answer) => both.has(keyOf(answer)))
  });
  return { before: reduce(before), after: reduce(after) };
}

const answered = (wave: Answered) => listArcs(wave).filter(({ level }) => level !== null);
const keyOf = ({ from, about }: Pick<Arc, 'from' | 'about'>) => `${from} ${about}`;
