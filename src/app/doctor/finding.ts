/** What was looked at, how it is, and what to do: one line of `doctor`, one card of the page of health. */
export interface Finding {
  /** « disk »: the name of what was looked at, for programs. */
  readonly check: string;
  readonly label: string;
  readonly state: 'good' | 'watch' | 'bad';
  /** In a few words: « 12 Go libres ». */
  readonly value: string;
  readonly detail: string;
  /** What to do; null when there is nothing to. */
  readonly remedy: string | null;
  /** Where it is looked at closer. */
  readonly href?: string;
}

/** A finding of which all is well. */
export function good(
  check: string,
  label: string,
  value: string,
  detail: string,
  href?: string
): Finding {
  return { check, label, state: 'good', value, detail, remedy: null, ...(href ? { href } : {}) };
}

/** The worst of several: what the command answers by its exit code. */
export function worstOf(findings: readonly Finding[]): Finding['state'] {
  const states = findings.map(({ state }) => state);
  return states.includes('bad') ? 'bad' : states.includes('watch') ? 'watch' : 'good';
}
