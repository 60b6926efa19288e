/** The compte rendu of an edition: what was said and decided, who does what for when. */
import type { EventId, MinutesItemId } from '#shared/ids.ts';
import type { FollowUp, Written } from './follow-ups.ts';

export const AUDIENCES = ['participants', 'members', 'public'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const ITEM_KINDS = ['point', 'decision', 'expectation'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** What is typed of a point, a decision or an expectation. */
export interface ItemText {
  readonly title: string;
  readonly body: string;
}

export interface MinutesItem extends Written, ItemText {
  readonly id: MinutesItemId;
  readonly kind: ItemKind;
}

/** The edition that comes next, as far as its reader may know of it. */
export interface NextEvent {
  readonly id: EventId;
  readonly slug: string;
  readonly title: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly timeZone: string;
}

export interface Minutes {
  readonly event: EventId;
  readonly status: 'draft' | 'validated';
  readonly audience: Audience;
  readonly summary: string;
  /** Of the summary as it was read: changes with it. */
  readonly summaryStamp: string;
  readonly nextMeeting: string;
  readonly nextEvent: NextEvent | null;
  readonly nextStamp: string;
  readonly validatedAt: Date | null;
  readonly validatedBy: string;
  readonly sentAt: Date | null;
  readonly updatedBy: string;
  readonly updatedAt: Date | null;
  /** Somebody says that they speak of a person: hidden until somebody else reads them again. */
  readonly textsHidden: boolean;
  readonly items: readonly MinutesItem[];
  readonly followUps: readonly FollowUp[];
}

/** Nothing is written yet. */
export function isBlank({ summary, items, followUps, nextMeeting }: Minutes): boolean {
  return summary === '' && nextMeeting === '' && items.length === 0 && followUps.length === 0;
}

/** Two texts of one piece, one after the other: nothing of either is lost. */
export function bothTexts(theirs: ItemText, mine: ItemText): ItemText {
  const isSameTitle = theirs.title === mine.title || mine.title === '';
  const added =
    isSameTitle || theirs.title === ''
      ? mine.body
      : [mine.title, mine.body].filter(Boolean).join('\n');
  return { title: theirs.title || mine.title, body: joined(theirs.body, added) };
}

/** One text after the other; once only when they are the same. */
export function joined(theirs: string, mine: string): string {
  if (theirs.includes(mine)) return theirs;
  return mine.includes(theirs) ? mine : `${theirs}\n\n${mine}`;
}

/** The minutes without what was written freely. */
export function withoutMinutesTexts(minutes: Minutes): Minutes {
  return {
    ...minutes,
    ...{ summary: '', nextMeeting: '', items: [] },
    followUps: minutes.followUps.map((one) => ({ ...one, what: '', outcome: '', whoLabel: '' }))
  };
}
