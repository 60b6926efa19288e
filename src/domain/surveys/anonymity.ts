/** Below which number nothing is shown, and which filters tell nothing of fewer people than that. */
import type { Answer, Question } from './model.ts';

/** Fewer than this are never read apart. */
export const SMALLEST_GROUP = 5;

/** While a questionnaire is open, so many answers wait: those that come to be shown are drawn among twice as many. */
export const ANSWERS_HELD_BACK = SMALLEST_GROUP;

/** Whether what so many people said may be read. */
export function isReadable(people: number): boolean {
  return people >= SMALLEST_GROUP;
}

/** A closed question by which results may be read apart: its groups, none of which is of fewer than five people. */
export interface Crossing {
  readonly question: Question;
  readonly groups: readonly { readonly value: string; readonly people: number }[];
}

/** A question by which they may not, and why. */
export interface RefusedCrossing {
  readonly question: Question;
  /** small: one of its groups. crossed: with the filters before it, a group by difference. */
  readonly reason: 'small' | 'crossed';
}

export interface Crossings {
  readonly open: readonly Crossing[];
  readonly refused: readonly RefusedCrossing[];
}

/**
 * The filters that may be offered together. A filter is a whole question: each of its groups, those who did not answer
 * included, is empty or of five people at least, so that no group is known by taking the others from the whole. And each
 * group made by all the filters at once is empty or of five at least too, so that none is known by taking the results of one
 * filter from those of another.
 */
export function findCrossings(
  questions: readonly Question[],
  answers: readonly Answer[]
): Crossings {
  const open: Crossing[] = [];
  const refused: RefusedCrossing[] = [];
  let cells = answers.map(() => '');
  for (const question of questions) {
    if (!canCross(question)) continue;
    const groups = answers.map((answer) => groupOf(question, answer));
    // A question that everybody answered alike, or nobody, tells no group from another.
    if (new Set(groups).size < 2) continue;
    const finer = groups.map((group, at) => `${cells[at]}|${group}`);
    if (!everyGroupReadable(groups)) refused.push({ question, reason: 'small' });
    else if (!everyGroupReadable(finer)) refused.push({ question, reason: 'crossed' });
    else {
      open.push({ question, groups: listGroups(question, groups) });
      cells = finer;
    }
  }
  return { open, refused };
}

/** Questions that put each person in one group. One that not everybody is asked tells already of another. */
function canCross({ kind, dependsOn }: Question): boolean {
  return dependsOn === null && (kind === 'one' || kind === 'nps' || kind === 'scale');
}

/** Of a mark from 0 to 10, the three families of the score; '' of who did not answer. */
export function groupOf({ id, kind }: Pick<Question, 'id' | 'kind'>, answer: Answer): string {
  const said = answer[id];
  if (said === undefined) return '';
  if (kind !== 'nps') return String(said);
  return Number(said) >= 9 ? 'promoteurs' : Number(said) >= 7 ? 'passifs' : 'détracteurs';
}

function everyGroupReadable(groups: readonly string[]): boolean {
  return [...tally(groups).values()].every(isReadable);
}

function listGroups(question: Question, groups: readonly string[]): Crossing['groups'] {
  const known = tally(groups);
  const order =
    question.kind === 'nps'
      ? ['promoteurs', 'passifs', 'détracteurs']
      : [...known.keys()].toSorted(inOrderOf(question));
  return order
    .filter((value) => value !== '' && known.has(value))
    .map((value) => ({ value, people: known.get(value)! }));
}

function inOrderOf({ kind, options }: Question): (a: string, b: string) => number {
  return kind === 'scale'
    ? (a, b) => Number(a) - Number(b)
    : (a, b) => options.indexOf(a) - options.indexOf(b);
}

function tally(groups: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const group of groups) found.set(group, (found.get(group) ?? 0) + 1);
  return found;
}
