import { wordCode, wordInput } from '#domain/directory/forms.ts';
import {
  FIELDS,
  hasCapitals,
  proposeCode,
  type VocabularyKind,
  type Word,
  type WordInput
} from '#domain/directory/vocabulary.ts';
import type { StructureAction } from '#domain/directory/model.ts';

/** What was typed, whether or not it can be saved. */
export interface TypedWord {
  code: string;
  name: string;
  phrase: string;
  meaning: string;
  legalBasis: string;
  action: string;
  colour: string;
  /** One per line. */
  synonyms: string;
  dataInclusion: string;
}

/** The name of each field in the form. */
export const NAMES: Record<keyof WordInput, string> = {
  name: 'nom',
  phrase: 'phrase',
  meaning: 'definition',
  legalBasis: 'texte',
  action: 'role',
  colour: 'couleur',
  synonyms: 'synonymes',
  dataInclusion: 'data-inclusion'
};

export const LABELS: Record<keyof WordInput, string> = {
  name: 'Nom',
  phrase: 'Dans la phrase',
  meaning: 'Ce que c’est',
  legalBasis: 'Texte de référence',
  action: 'Place dans les réponses',
  colour: 'Couleur',
  synonyms: 'Autres mots',
  dataInclusion: 'Code data·inclusion'
};

export const ROLES: Record<StructureAction, string> = { call: 'appeler', gather: 'associer' };

export const BLANK: TypedWord = {
  code: '',
  name: '',
  phrase: '',
  meaning: '',
  legalBasis: '',
  action: 'appeler',
  colour: '8',
  synonyms: '',
  dataInclusion: ''
};

export function typedFrom(word: Word): TypedWord {
  return {
    ...word,
    action: ROLES[word.action],
    colour: String(word.colour),
    synonyms: word.synonyms.join('\n'),
    dataInclusion: word.dataInclusion.join('\n')
  };
}

export function readTyped(form: FormData): TypedWord {
  const of = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
  return {
    code: of('code').trim(),
    name: of(NAMES.name),
    phrase: of(NAMES.phrase),
    meaning: of(NAMES.meaning),
    legalBasis: of(NAMES.legalBasis),
    action: of(NAMES.action),
    colour: of(NAMES.colour),
    synonyms: of(NAMES.synonyms),
    dataInclusion: of(NAMES.dataInclusion)
  };
}

export type Checked =
  { ok: true; input: WordInput } | { ok: false; errors: Record<string, string> };

export function checkTyped(kind: VocabularyKind, typed: TypedWord): Checked {
  const action = Object.entries(ROLES).find(([, value]) => value === typed.action)?.[0];
  const parsed = wordInput[kind].safeParse({
    ...typed,
    action,
    synonyms: lines(typed.synonyms),
    dataInclusion: lines(typed.dataInclusion)
  });
  if (parsed.success) return { ok: true, input: parsed.data };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) {
    const field = FIELDS[kind].find((one) => one === path[0]) ?? 'name';
    errors[NAMES[field]] ??= `${LABELS[field]} : ${message}`;
  }
  return { ok: false, errors };
}

/** The code typed, or the one the name suggests. */
export function checkCode(
  kind: VocabularyKind,
  typed: TypedWord
): { ok: true; code: string } | { ok: false; errors: Record<string, string> } {
  const given = hasCapitals(kind) ? typed.code.toUpperCase() : typed.code.toLowerCase();
  const parsed = wordCode[kind].safeParse(given || proposeCode(kind, typed.name));
  if (parsed.success) return { ok: true, code: parsed.data };
  return { ok: false, errors: { code: `Code : ${parsed.error.issues[0]!.message}` } };
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
