/** What is said along the way of a sheet: dated notes of its pilots, comments, proposals of other words. */
import type { PersonId } from '#shared/ids.ts';
import type { Heading } from './headings.ts';
import type { SheetTexts } from './sheet.ts';

/** note: by who writes the sheet. comment: by who reads it in the network. proposal: other words for a heading. */
export const NOTE_KINDS = ['note', 'comment', 'proposal'] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];
export const NOTE_KIND_LABELS: Record<NoteKind, string> = {
  note: 'Note',
  comment: 'Commentaire',
  proposal: 'Proposition'
};

/** open: of a note or a comment, it stands; of a proposal, it waits. withdrawn: by who wrote it. */
export const NOTE_STATUSES = ['open', 'accepted', 'refused', 'withdrawn'] as const;
export type NoteStatus = (typeof NOTE_STATUSES)[number];

/** Other words for a heading. */
export interface Proposal {
  /** Key of the heading. */
  readonly heading: string;
  /** What it was written against; once it is accepted, what it took the place of. */
  readonly before: readonly string[];
  readonly proposed: readonly string[];
}

export interface SheetNote {
  readonly id: number;
  readonly kind: NoteKind;
  /** A civil day. */
  readonly writtenOn: string;
  /** Who wrote it, as it was then; the name is empty once forgotten. */
  readonly author: { readonly id: PersonId | null; readonly name: string };
  /** Of a proposal: why; or nothing. */
  readonly body: string;
  /** Of a proposal only. */
  readonly proposal: Proposal | null;
  readonly status: NoteStatus;
  /** Why it was refused. */
  readonly answer: string;
  readonly answeredAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
  /** Somebody says that it speaks of a person: hidden until somebody else reads it again. */
  readonly isHidden: boolean;
}

/** A note without its words. */
export function withoutNoteTexts(note: SheetNote): SheetNote {
  const proposal = note.proposal && { ...note.proposal, before: [], proposed: [] };
  return { ...note, body: '', answer: '', proposal, isHidden: true };
}

/** A proposal without the words of a sheet that are hidden. */
export function withoutHeadingTexts(note: SheetNote): SheetNote {
  return note.proposal
    ? { ...note, proposal: { ...note.proposal, before: [], proposed: [] } }
    : note;
}

/** The headings for which other words may be proposed: those that are read and written as texts. */
export function proposableHeadings(headings: readonly Heading[]): Heading[] {
  return headings.filter(({ kind, hidden }) => kind !== 'rows' && !hidden);
}

/** What is typed, as items: one a line, empty ones left out. */
export function itemsOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Whether a heading says this, to the word. */
export function says(texts: SheetTexts, heading: string, items: readonly string[]): boolean {
  const now = texts[heading] ?? [];
  return now.length === items.length && now.every((item, at) => item === items[at]);
}
