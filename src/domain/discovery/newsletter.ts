/** The month of a territory, as whoever animates it tells it: composed from what was published, edited, sent once. */
import type { ContributionKind, SharedTerritory } from '#domain/sharing/model.ts';
import { addDays } from '#shared/dates.ts';
import type { NewsletterId } from '#shared/ids.ts';

/** words: what she adds herself. */
export const LETTER_ITEM_KINDS = [
  'project',
  'experience',
  'question',
  'opportunity',
  'document',
  'event',
  'words'
] as const;
export type LetterItemKind = (typeof LETTER_ITEM_KINDS)[number];

export interface LetterItem {
  readonly kind: LetterItemKind;
  /** Null for words. */
  readonly id: number | null;
  readonly title: string;
  readonly text: string;
  /** Path of its page; empty for words. */
  readonly href: string;
}

export const LETTER_VISIBILITIES = ['members', 'public'] as const;
export type LetterVisibility = (typeof LETTER_VISIBILITIES)[number];

export interface Newsletter {
  readonly id: NewsletterId;
  readonly territory: SharedTerritory;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly subject: string;
  readonly introduction: string;
  readonly items: readonly LetterItem[];
  readonly visibility: LetterVisibility;
  readonly status: 'draft' | 'sent';
  readonly sentAt: Date | null;
  readonly recipients: number | null;
  readonly version: number;
  /** Somebody says that it speaks of a person: nobody reads it but who decides. */
  readonly hidden: boolean;
}

export const LETTER_LABELS: Readonly<Record<LetterItemKind, string>> = {
  project: 'Projet',
  experience: 'Retour d’expérience',
  question: 'Question',
  opportunity: 'Opportunité',
  document: 'Document',
  event: 'Rencontre',
  words: ''
} satisfies Record<ContributionKind | 'event' | 'words', string>;

/** Tells an item from any other of the same letter. */
export function itemKey({ kind, id }: Pick<LetterItem, 'kind' | 'id'>): string {
  return `${kind}:${id ?? ''}`;
}

/** Whether a text is a month `YYYY-MM`. */
export function isMonth(text: string): boolean {
  return /^20\d\d-(0[1-9]|1[0-2])$/.test(text);
}

/** « novembre 2026 ». */
export function sayMonth(month: string): string {
  return MONTH.format(new Date(`${month}-01T00:00:00Z`));
}
const MONTH = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** The months a letter may be about: the one of a day and those before, the last first. @param today - civil. */
export function lastMonths(today: string, count: number): string[] {
  const months = [today.slice(0, 7)];
  while (months.length < count) months.push(addDays(`${months.at(-1)!}-01`, -1).slice(0, 7));
  return months;
}

/** The first day after a month. */
export function endOf(month: string): string {
  return `${addDays(`${month}-28`, 4).slice(0, 7)}-01`;
}
