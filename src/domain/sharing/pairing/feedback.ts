/** What two people who were paired say of it. */
export const OUTCOMES = ['met', 'planned', 'not-yet', 'no'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** As buttons say it. */
export const OUTCOME_LABELS: Record<Outcome, string> = {
  met: 'Nous nous sommes parlé',
  planned: 'C’est prévu',
  'not-yet': 'Pas encore',
  no: 'Cela ne se fera pas'
};

/** Whether the two have met: one says so, and the other does not say otherwise. */
export function haveMet(one: Outcome | null, other: Outcome | null): boolean {
  const said = [one, other];
  return said.includes('met') && !said.includes('no') && !said.includes('not-yet');
}

/** What a month of a territory shows: who declined, who has not answered and who has not met are told together. */
export interface PairingFigures {
  /** Its first day. */
  readonly month: string;
  readonly pairs: number;
  /** Null in a month of few pairs, of whom everybody would know who they are. */
  readonly met: number | null;
  readonly planned: number | null;
}

/** Of fewer, what they say of each other is told to nobody, not even added up: the threshold of questionnaires. */
export const FEWEST_PAIRS = 5;

/** Adds up a month, of what the two of each pair say. */
export function addUp(
  month: string,
  pairs: readonly (readonly [Outcome | null, Outcome | null])[]
): PairingFigures {
  if (pairs.length < FEWEST_PAIRS) return { month, pairs: pairs.length, met: null, planned: null };
  const met = pairs.filter(([one, other]) => haveMet(one, other));
  const planned = pairs.filter((pair) => !met.includes(pair) && pair.includes('planned'));
  return { month, pairs: pairs.length, met: met.length, planned: planned.length };
}
