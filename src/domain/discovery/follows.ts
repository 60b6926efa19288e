/** What somebody follows beside what concerns her already, and what she wants to hear of no more. */
import type { PersonId } from '#shared/ids.ts';

export const FOLLOW_TARGETS = [
  'theme',
  'structure',
  'territory',
  'contribution',
  'event',
  'plan'
] as const;
export type FollowTarget = (typeof FOLLOW_TARGETS)[number];

/** A thing that may be followed: the code of a theme, the id of the rest. */
export interface Followable {
  readonly target: FollowTarget;
  readonly key: string;
}

export type FollowState = 'followed' | 'muted' | 'none';

export interface Follow extends Followable {
  readonly muted: boolean;
}

/** A follow as its owner reads it: with the name of what it is about, and where that is. */
export interface NamedFollow extends Follow {
  readonly name: string;
  /** Null for a theme, which has no page of its own. */
  readonly href: string | null;
}

/** What one did not decide is neither followed nor muted. */
export function stateOf(follows: readonly Follow[], { target, key }: Followable): FollowState {
  const found = follows.find((one) => one.target === target && one.key === key);
  if (!found) return 'none';
  return found.muted ? 'muted' : 'followed';
}

/** Reads what a form names. @returns null for what cannot be followed. */
export function readFollowable(target: unknown, key: unknown): Followable | null {
  const known = FOLLOW_TARGETS.find((one) => one === target);
  if (!known || typeof key !== 'string') return null;
  const shape = known === 'theme' ? /^[a-z0-9-]{1,80}$/ : /^[1-9]\d{0,14}$/;
  return shape.test(key) ? { target: known, key } : null;
}

export const TARGET_LABELS: Readonly<Record<FollowTarget, string>> = {
  theme: 'Thèmes',
  structure: 'Structures',
  territory: 'Territoires',
  contribution: 'Partages',
  event: 'Rencontres',
  plan: 'Plans'
};

/** Whose follows these are: passed to what reads them for somebody. */
export type Follower = PersonId;
