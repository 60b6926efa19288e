import type { SheetNote } from '#domain/plans/notes.ts';

/** A note as its page shows it: who wrote it by name only, and whether it is oneself. */
export interface ShownNote extends Omit<SheetNote, 'author'> {
  readonly author: string;
  readonly isOwn: boolean;
}
