/** « Je l’ai repris »: who re-uses an experience, and what became of it. */
import type { ReuseId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import type { SharedPerson, SharedStructure } from './model.ts';

export const REUSE_STATUSES = ['planned', 'ongoing', 'done', 'dropped'] as const;
export type ReuseStatus = (typeof REUSE_STATUSES)[number];
export const REUSE_LABELS: Record<ReuseStatus, string> = {
  planned: 'Projette de le reprendre',
  ongoing: 'En cours',
  done: 'Repris',
  dropped: 'Arrêté'
};

/** Months after which who re-uses an experience is asked, once, what became of it. */
export const ASK_AFTER_MONTHS = 6;
/** Days that the link of this question answers. */
export const ANSWER_DAYS = 60;

export interface Reuse {
  readonly id: ReuseId;
  /** Null to who is not of the network, and when her account is gone. */
  readonly person: SharedPerson | null;
  readonly structure: SharedStructure['structure'];
  readonly status: ReuseStatus;
  readonly outcome: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

/** Under which name others read a re-use. */
export function nameOfReuse({ structure, person }: Pick<Reuse, 'structure' | 'person'>): string {
  return structure?.name ?? person?.name ?? 'Un membre du réseau';
}

export interface ReuseCount {
  /** Structures, or people in their own name, that do it or did it. */
  readonly taken: number;
  /** Those that only mean to. */
  readonly planned: number;
  readonly dropped: number;
}

/** Each structure once, by the furthest that one of hers has gone. */
export function countReuses(
  reuses: readonly Pick<Reuse, 'id' | 'structure' | 'status'>[]
): ReuseCount {
  const reached = new Map<string, Set<ReuseStatus>>();
  for (const { id, structure, status } of reuses) {
    const who = structure ? `structure ${structure.id}` : `reuse ${id}`;
    reached.set(who, (reached.get(who) ?? new Set()).add(status));
  }
  const count = { taken: 0, planned: 0, dropped: 0 };
  for (const statuses of reached.values()) {
    if (statuses.has('done') || statuses.has('ongoing')) count.taken += 1;
    else if (statuses.has('planned')) count.planned += 1;
    else count.dropped += 1;
  }
  return count;
}

/** « Repris par 3 structures »; empty when nobody does. */
export function sayReuses({ taken, planned }: ReuseCount): string {
  const parts = [
    taken > 0 ? `repris ${plural(taken, 'fois', 'fois')}` : '',
    planned > 0 ? plural(planned, 'projet de reprise', 'projets de reprise') : ''
  ].filter(Boolean);
  const said = parts.join(', ');
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** The furthest first, then the latest. */
export function byProgress(a: Reuse, b: Reuse): number {
  const rank: readonly ReuseStatus[] = ['done', 'ongoing', 'planned', 'dropped'];
  return (
    rank.indexOf(a.status) - rank.indexOf(b.status) || b.updatedAt.getTime() - a.updatedAt.getTime()
  );
}
