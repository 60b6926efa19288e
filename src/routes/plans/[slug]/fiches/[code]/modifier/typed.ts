/** What the form of a sheet sends, as typed, and what a refusal gives back to show it again. */
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { contentFrom, headingOfPath, type Fields } from '#domain/plans/comparison/content.ts';
import type { SheetInput } from '#domain/plans/forms/sheet.ts';
import type { Heading } from '#domain/plans/headings.ts';
import type { ActionSheet } from '#domain/plans/sheet.ts';
import { text } from '../../../../../gestion/rencontres/reading.ts';

export interface TypedSheet {
  version: string;
  title: string;
  status: string;
  priority: string;
  startsOn: string;
  endsOn: string;
  renewsYearly: boolean;
  visibility: string;
  remainder: string;
  /** By key of a heading, one item a line. */
  texts: Readonly<Record<string, string>>;
}

/** A field that somebody else wrote meanwhile: both are shown, one is chosen. */
export interface Disputed {
  readonly path: string;
  readonly label: string;
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
  /** Lines of both make sense together. */
  readonly joins: boolean;
}

/** What a refused form shows again. */
export interface Answer {
  readonly sheet: TypedSheet;
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
  readonly disputed?: readonly Disputed[];
  /** Who wrote last, and when. */
  readonly by?: string;
  readonly at?: Date | null;
}

/** The field of the form for each path of a sheet. */
const NAMES: Readonly<Record<string, string>> = {
  title: 'titre',
  status: 'etat',
  priority: 'priorite',
  startsOn: 'debut',
  endsOn: 'fin',
  visibility: 'lecture',
  remainder: 'reste'
};

/** « texts.stakes.3 » is in the field of its heading. */
export function nameOfPath(path: string): string {
  const heading = headingOfPath(path)?.split('.')[0];
  return heading === undefined ? (NAMES[path] ?? path) : `rubrique-${heading}`;
}

/** The headings that are written on this page: those that hold words. */
export function writtenHeadings(headings: readonly Heading[], texts: SheetTextsLike): Heading[] {
  return headings.filter(
    ({ kind, hidden, key }) => kind !== 'rows' && (!hidden || (texts[key]?.length ?? 0) > 0)
  );
}
type SheetTextsLike = Readonly<Record<string, readonly string[] | string>>;

const joined = (items: readonly string[] = []) => items.join('\n');

export function sheetAsTyped(sheet: ActionSheet): TypedSheet {
  const texts = Object.entries(sheet.texts).map(([key, items]) => [key, joined(items)]);
  return {
    ...{ version: String(sheet.version), title: sheet.title, status: sheet.status },
    ...{ priority: sheet.priority ?? '', startsOn: sheet.startsOn ?? '' },
    ...{ endsOn: sheet.endsOn ?? '', renewsYearly: sheet.renewsYearly },
    ...{ visibility: sheet.visibility, remainder: sheet.remainder },
    texts: Object.fromEntries(texts) as Record<string, string>
  };
}

export function readSheet(form: FormData, headings: readonly Heading[]): TypedSheet {
  const sent = headings.filter(({ key }) => form.has(`rubrique-${key}`));
  return {
    ...{
      version: text(form, 'version'),
      title: text(form, 'titre').replace(/\s+/g, ' '),
      status: text(form, 'etat')
    },
    ...{ priority: text(form, 'priorite'), startsOn: text(form, 'debut') },
    ...{ endsOn: text(form, 'fin'), renewsYearly: form.has('reconduction') },
    ...{ visibility: text(form, 'lecture') },
    remainder: String(form.get('reste') ?? '').replaceAll('\r\n', '\n'),
    texts: Object.fromEntries(
      sent.map(({ key }) => [key, text(form, `rubrique-${key}`).replaceAll('\r\n', '\n')])
    )
  };
}

/** As the domain reads it; the schema refuses what is not one of the choices. */
export function asInput(typed: TypedSheet): SheetInput {
  const { title, renewsYearly, remainder } = typed;
  return {
    ...{ title, renewsYearly, remainder },
    status: typed.status as NonNullable<SheetInput['status']>,
    priority: (typed.priority || null) as NonNullable<SheetInput['priority']> | null,
    visibility: typed.visibility as NonNullable<SheetInput['visibility']>,
    ...{ startsOn: typed.startsOn || null, endsOn: typed.endsOn || null },
    texts: Object.fromEntries(
      Object.entries(typed.texts).map(([key, items]) => [key, items.split('\n')])
    )
  };
}

/** What is shown again: mine where I wrote, what the sheet says now elsewhere. */
export function mergedTyped(now: ActionSheet, mine: Fields): TypedSheet {
  const { texts, ...rest } = contentFrom(mine);
  return sheetAsTyped({ ...now, ...(rest as object), texts: { ...now.texts, ...texts } });
}
