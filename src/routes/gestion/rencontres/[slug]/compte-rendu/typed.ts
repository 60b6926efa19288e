/** What the forms of the minutes send, as typed, and what a refusal gives back to show it again. */
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { FollowUp } from '#domain/minutes/follow-ups.ts';
import type { ItemKind, MinutesItem } from '#domain/minutes/model.ts';
import { text } from '../../reading.ts';

export interface TypedItem {
  /** Empty for a new one. */
  id: string;
  version: string;
  kind: ItemKind;
  title: string;
  body: string;
}

export interface TypedFollowUp {
  id: string;
  version: string;
  what: string;
  person: string;
  /** The structure or the name, in words. */
  who: string;
  /** The structure chosen in the list. */
  structure: string;
  due: string;
}

/** What somebody wrote meanwhile. */
export interface Theirs {
  readonly by: string;
  readonly at: Date | null;
  readonly title: string;
  readonly body: string;
}

/** What a refused form shows again. */
export interface Answer {
  readonly part: 'summary' | 'next' | 'item' | 'follow-up' | 'settle' | 'publication';
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
  readonly theirs?: Theirs;
  readonly message?: string;
  readonly summary?: { readonly text: string; readonly stamp: string };
  readonly next?: { readonly words: string; readonly event: string; readonly stamp: string };
  readonly item?: TypedItem;
  readonly followUp?: TypedFollowUp;
  readonly settle?: { readonly id: string; readonly outcome: string };
}

export const ITEM_FIELDS = { title: 'titre', body: 'texte' };
export const ITEM_LABELS = { titre: 'Titre', texte: 'Texte' };
export const FOLLOW_UP_FIELDS = { what: 'quoi', person: 'personne', who: 'nom', due: 'echeance' };
export const FOLLOW_UP_LABELS = {
  quoi: 'À faire',
  personne: 'Qui',
  nom: 'Structure ou nom',
  echeance: 'Pour quand'
};

export function readItem(form: FormData): TypedItem {
  return {
    id: text(form, 'numero'),
    version: text(form, 'version'),
    kind: text(form, 'genre') as ItemKind,
    title: text(form, 'titre'),
    body: text(form, 'texte')
  };
}

export function itemAsTyped({ id, version, kind, title, body }: MinutesItem): TypedItem {
  return { id: String(id), version: String(version), kind, title, body };
}

export function readFollowUp(form: FormData): TypedFollowUp {
  return {
    id: text(form, 'numero'),
    version: text(form, 'version'),
    what: text(form, 'quoi'),
    person: text(form, 'personne'),
    who: text(form, 'nom'),
    structure: text(form, 'structure'),
    due: text(form, 'echeance')
  };
}

export function followUpAsTyped(one: FollowUp): TypedFollowUp {
  return {
    id: String(one.id),
    version: String(one.version),
    what: one.what,
    person: one.person?.id ?? '',
    who: one.structure?.name ?? one.whoLabel,
    structure: one.structure?.slug ?? '',
    due: one.dueOn ?? ''
  };
}
