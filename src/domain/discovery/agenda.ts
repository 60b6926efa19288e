/** Something that happens, or must be done, on a day. */
export interface AgendaEntry {
  readonly kind:
    'event' | 'registration' | 'survey' | 'poll' | 'project' | 'opportunity' | 'follow-up' | 'step';
  /** Civil. */
  readonly day: string;
  readonly title: string;
  readonly text: string;
  readonly href: string;
  readonly isLate: boolean;
}
