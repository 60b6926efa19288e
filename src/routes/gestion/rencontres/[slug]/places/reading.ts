/** What the forms of places send, as the domain reads it; and what was typed, to show it again. */
import type { z } from 'zod';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { Issue } from '#shared/errors.ts';
import type { CategoryInput, DeskInput, QuestionInput } from '#domain/registrations/settings.ts';
import { text } from '../../reading.ts';

/** The boxes of the form, by the name they are sent with. */
export const ASKED = {
  commune: 'asksCommune',
  repas: 'asksMeal',
  acces: 'asksAccess',
  'demi-journees': 'asksHalfDays',
  groupes: 'groupsAllowed',
  liste: 'listShared',
  photo: 'photoAsked'
} as const;

export interface TypedMoment {
  readonly day: string;
  readonly hour: string;
}

export interface TypedDesk {
  readonly opens: TypedMoment;
  readonly closes: TypedMoment;
  readonly promotion: string;
  readonly hours: string;
  readonly asked: readonly string[];
  readonly message: string;
  readonly version: number;
}

export function readDesk(form: FormData): TypedDesk {
  return {
    opens: { day: text(form, 'ouverture-jour'), hour: text(form, 'ouverture-heure') },
    closes: { day: text(form, 'cloture-jour'), hour: text(form, 'cloture-heure') },
    promotion: text(form, 'promotion'),
    hours: text(form, 'delai'),
    asked: form.getAll('demande').map(String),
    message: text(form, 'message'),
    version: Number(form.get('version')) || 0
  };
}

/** Perhaps of no real day: the schema says so. A day without its hour begins with it. */
export function deskOf(typed: TypedDesk): Record<keyof DeskInput, unknown> {
  const civil = ({ day, hour }: TypedMoment) => (day || hour ? `${day}T${hour || '00:00'}` : '');
  const asked = Object.fromEntries(
    Object.entries(ASKED).map(([name, property]) => [property, typed.asked.includes(name)])
  ) as Record<(typeof ASKED)[keyof typeof ASKED], boolean>;
  return {
    ...asked,
    opensAt: civil(typed.opens),
    closesAt: civil(typed.closes),
    promotion: typed.promotion,
    offerHours: typed.hours || '48',
    message: typed.message
  };
}

const FIELDS: Readonly<Record<string, string>> = {
  opensAt: 'ouverture',
  closesAt: 'cloture',
  offerHours: 'delai'
};

/** The first message of each field, by the name it has on the page. */
export function messagesOf(
  issues: readonly (Issue | z.core.$ZodIssue)[],
  name: (path: string) => string = (path) => FIELDS[path] ?? path
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues)
    errors[name(typeof path === 'string' ? path : path.join('.'))] ??= message;
  return errors;
}

/** « categories.2.label » is the field « nom-2 ». */
export function rowField(names: Readonly<Record<string, string>>): (path: string) => string {
  return (path) => {
    const [, index = '', field = ''] = path.split('.');
    return `${names[field] ?? field}-${index}`;
  };
}

/** A row of a list as it was typed. */
export type TypedRow = Readonly<Record<string, string>>;

/** The rows of a list: one field of each name a row, in the order of the page. */
export function readRows(form: FormData, names: readonly string[]): TypedRow[] {
  const rows: TypedRow[] = [];
  for (let index = 0; form.has(`${names[0]}-${index}`); index++)
    rows.push(Object.fromEntries(names.map((name) => [name, text(form, `${name}-${index}`)])));
  return rows;
}

export const CATEGORY_FIELDS = ['nom', 'precision', 'places', 'id'] as const;

export function categoryOf(row: TypedRow): Record<keyof CategoryInput, unknown> {
  return {
    id: Number(row['id']) || null,
    label: row['nom'],
    note: row['precision'],
    capacity: row['places']
  };
}

export const QUESTION_FIELDS = ['question', 'aide', 'genre', 'reponses', 'exigee', 'id'] as const;

export function questionOf(row: TypedRow): Record<keyof QuestionInput, unknown> {
  const lines = (row['reponses'] ?? '').split('\n').map((line) => line.trim());
  return {
    id: Number(row['id']) || null,
    kind: row['genre'],
    label: row['question'],
    hint: row['aide'],
    options: [...new Set(lines.filter((line) => line !== ''))],
    required: row['exigee'] === 'oui'
  };
}

/**
 * The labels of the texts of a list that are to be read again: « questions.1.hint » is « Question 2, précision ».
 * @param rows - what a row is called, then the label of each of its texts.
 */
export function readingLabels(
  readings: SecondReading,
  [row, texts]: readonly [string, Readonly<Record<string, string>>]
): Record<string, string> {
  return Object.fromEntries(
    readings.map(({ field }) => {
      const [, index = '', name = ''] = field.split('.');
      return [field, `${row} ${Number(index) + 1}, ${texts[name] ?? name}`];
    })
  );
}
