/** What the forms of a discussion send, as typed, and what a refusal gives back to show it again. */
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { text } from '../../../../../gestion/rencontres/reading.ts';

export interface TypedNote {
  /** Empty for a new one. */
  id: string;
  version: string;
  kind: 'note' | 'comment';
  body: string;
  writtenOn: string;
}

export interface TypedProposal {
  heading: string;
  proposed: string;
  body: string;
}

/** What a refused form shows again. */
export interface Answer {
  readonly part: 'note' | 'proposal' | 'refusal' | 'answer';
  /** Of the note or the proposal it is about; empty for a new one. */
  readonly id: string;
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
  readonly message?: string;
  readonly note?: TypedNote;
  readonly proposal?: TypedProposal;
  readonly refusal?: string;
}

export const NOTE_FIELDS = { body: 'texte', writtenOn: 'date' };
export const NOTE_LABELS = { texte: 'Texte', date: 'Date', body: 'Texte' };
export const PROPOSAL_FIELDS = { heading: 'rubrique', proposed: 'mots', body: 'pourquoi' };
export const PROPOSAL_LABELS = {
  ...{ rubrique: 'Rubrique', mots: 'Nouveau texte', pourquoi: 'Pourquoi' },
  ...{ proposed: 'Nouveau texte', body: 'Pourquoi' }
};

export function readNote(form: FormData): TypedNote {
  return {
    ...{ id: text(form, 'numero'), version: text(form, 'version') },
    kind: text(form, 'genre') === 'note' ? 'note' : 'comment',
    ...{ body: text(form, 'texte'), writtenOn: text(form, 'date') }
  };
}

export function readProposal(form: FormData): TypedProposal {
  return {
    heading: text(form, 'rubrique'),
    proposed: String(form.get('mots') ?? '').replaceAll('\r\n', '\n'),
    body: text(form, 'pourquoi')
  };
}
