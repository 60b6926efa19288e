/** Who does what for when, and what came of it. */
import { addDays } from '#shared/dates.ts';
import type { EventId, FollowUpId, PersonId, StructureId } from '#shared/ids.ts';

/** The hand that wrote a piece last, so that nobody overwrites what she has not read. */
export interface Written {
  readonly version: number;
  readonly updatedBy: string;
  readonly updatedAt: Date;
}

export const FOLLOW_UP_STATUSES = ['open', 'done', 'dropped'] as const;
export type FollowUpStatus = (typeof FOLLOW_UP_STATUSES)[number];

export interface FollowUp extends Written {
  readonly id: FollowUpId;
  readonly what: string;
  /** Who: somebody with an account, a structure, or a name; none of them until it is given to somebody. */
  readonly person: { readonly id: PersonId; readonly name: string } | null;
  readonly structure: {
    readonly id: StructureId;
    readonly slug: string;
    readonly name: string;
  } | null;
  readonly whoLabel: string;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string | null;
  readonly status: FollowUpStatus;
  readonly outcome: string;
}

/** A follow-up as it stands in somebody’s space. */
export interface OwnFollowUp extends FollowUp {
  readonly event: { readonly id: EventId; readonly slug: string; readonly title: string };
}

/** Days before its date when a follow-up is recalled. */
const SOON_DAYS = 3;
/** Nobody is written to again before. */
export const REMINDER_DAYS = 7;

export type DueState = 'late' | 'soon' | 'later' | 'undated' | 'done' | 'dropped';

/** How a follow-up stands on a civil day. */
export function dueState(
  { status, dueOn }: Pick<FollowUp, 'status' | 'dueOn'>,
  today: string
): DueState {
  if (status !== 'open') return status;
  if (dueOn === null) return 'undated';
  if (dueOn < today) return 'late';
  return dueOn <= addDays(today, SOON_DAYS) ? 'soon' : 'later';
}

/** The last day of what is recalled today. */
export function lastDayRecalled(today: string): string {
  return addDays(today, SOON_DAYS);
}

/** Who does it, in words; empty when it is given to nobody. */
export function whoDoes({
  person,
  structure,
  whoLabel
}: Pick<FollowUp, 'person' | 'structure' | 'whoLabel'>): string {
  return person?.name ?? structure?.name ?? whoLabel;
}

/** Open ones by their date, those without one last, then what is over. */
export function byDueDate<T extends Pick<FollowUp, 'status' | 'dueOn' | 'id'>>(
  all: readonly T[]
): T[] {
  const rank = ({ status, dueOn }: T) => `${status === 'open' ? 0 : 1}${dueOn ?? '9999'}`;
  return all.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a.id - b.id));
}
