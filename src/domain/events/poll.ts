/** When shall we meet? A poll of dates: its slots, its guests, their answers, and the link each receives. */
import { z } from 'zod';
import { isCivilDay } from '#shared/dates.ts';
import type { EventId, PollGuestId, PollSlotId } from '#shared/ids.ts';

export const ANSWERS = ['yes', 'if-needed', 'no'] as const;
export type Answer = (typeof ANSWERS)[number];
export const ANSWER_LABELS: Readonly<Record<Answer, string>> = {
  yes: 'Oui',
  'if-needed': 'Si nécessaire',
  no: 'Non'
};

/** The database counts no further than what a person reads through on a phone. */
export const MOST_SLOTS = 30;
/** People asked by one poll. */
export const MOST_GUESTS = 1000;
/** The silent are reminded by themselves so many days before the closing. */
export const REMIND_DAYS_BEFORE = 3;
/** Nobody is reminded twice within this time. */
export const REMIND_AGAIN_AFTER_HOURS = 20;

export interface Slot {
  readonly id: PollSlotId;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** The one that was kept. */
  readonly chosen: boolean;
}

export interface Poll {
  readonly id: number;
  readonly message: string;
  readonly status: 'draft' | 'open' | 'closed';
  readonly tallyShown: boolean;
  /** Answers are taken until then; null in a draft. */
  readonly closesAt: Date | null;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  /** By time. */
  readonly slots: readonly Slot[];
}

/** over: answers are taken no more, and no date is kept yet. */
export type PollState = 'draft' | 'open' | 'over' | 'closed';

/** Where a poll is. */
export function pollState(
  { status, closesAt }: Pick<Poll, 'status' | 'closesAt'>,
  now: Date
): PollState {
  return status === 'open' && closesAt !== null && closesAt <= now ? 'over' : status;
}

/** A date as the holder of a link sees it. */
export interface AskedSlot {
  readonly id: PollSlotId;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly chosen: boolean;
  readonly mine: Answer | null;
  /** How many others could come, surely and if needed; null unless the organiser shows it. Never who. */
  readonly others: { readonly yes: number; readonly ifNeeded: number } | null;
}

/** What the link of a guest opens. Names nobody but her. */
export interface Asked {
  readonly guest: PollGuestId;
  readonly name: string;
  readonly event: {
    readonly id: EventId;
    readonly title: string;
    readonly timeZone: string;
    readonly territory: string;
    readonly place: string;
  };
  readonly message: string;
  /** cancelled: the edition does not take place. */
  readonly state: PollState | 'cancelled';
  readonly closesAt: Date | null;
  readonly answeredAt: Date | null;
  readonly comment: string;
  readonly slots: readonly AskedSlot[];
}

/** A guest as the organiser sees her: never her address. */
export interface GuestLine {
  readonly id: PollGuestId;
  /** Her name, else her structure's, else what lets whoever pasted her address know it again. */
  readonly label: string;
  readonly structure: string;
  readonly type: string;
  readonly profession: string;
  /** unreachable: asked for no more of these messages. */
  readonly state: 'waiting' | 'silent' | 'answered' | 'unreachable';
  readonly remindedAt: Date | null;
  readonly comment: string;
  /** By number of slot. */
  readonly answers: Readonly<Record<number, Answer>>;
}

/** What the organiser decides before opening. */
export const pollInput = z.object({
  message: z.string().trim().max(2000, '2 000 caractères au plus').default(''),
  /** The last day to answer, civil; answers are taken until its end. */
  closesOn: z.string().refine(isCivilDay, 'indiquez le dernier jour pour répondre'),
  tallyShown: z.boolean()
});
export type PollInput = z.output<typeof pollInput>;

/** What a guest answers, besides her slots. */
export const pollAnswerInput = z.object({
  comment: z.string().trim().max(1000, '1 000 caractères au plus').default('')
});

/** Said of a link that is not ours, was cut, or was revoked. */
export const NO_SUCH_LINK =
  'Ce lien n’est pas complet, ou ne sert plus. Ouvrez-le de nouveau depuis le message reçu.';

/** Enough of an address for whoever pasted it to know it again; never the whole: « l…@exemple.test ». */
export function maskAddress(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${local.slice(0, 1)}…@${domain}`;
}
