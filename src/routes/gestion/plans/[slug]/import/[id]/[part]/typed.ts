/** A part of an import as its form shows it, and as the form sends it back. */
import type { Heading } from '#domain/plans/headings.ts';
import type { ImportPart } from '#domain/plans/importing/deciding.ts';
import { text } from '../../../../../rencontres/reading.ts';

export interface TypedResource {
  readonly planLabel: string;
  readonly part: string;
  readonly action: string;
}

export interface TypedPart {
  readonly version: number;
  readonly decision: string;
  readonly number: string;
  readonly code: string;
  readonly title: string;
  readonly axis: { readonly number: string; readonly title: string };
  readonly objective: { readonly number: string; readonly title: string };
  /** By key of a heading: one item a line. */
  readonly texts: Readonly<Record<string, string>>;
  /** One a line. */
  readonly pilots: string;
  readonly partners: string;
  readonly resources: readonly TypedResource[];
  readonly renewsYearly: boolean;
  readonly remainder: string;
}

const NOTHING = { number: '', title: '' };
/** Written in rows, not as a text. */
const ROWS = ['pilots', 'partners', 'resources'];

/** The headings that are texts: those the plan shows, and those the part has. */
export function textHeadings(
  headings: readonly Heading[],
  texts: Readonly<Record<string, unknown>>
): Heading[] {
  return headings.filter(({ key, hidden }) => !ROWS.includes(key) && (!hidden || key in texts));
}

export function typedOf({ sheet, version, decision }: ImportPart): TypedPart {
  const lines = (labels: readonly { readonly label: string }[]) =>
    labels.map(({ label }) => label).join('\n');
  return {
    ...{ version, decision, number: sheet.number, code: sheet.code, title: sheet.title },
    ...{ axis: sheet.axis ?? NOTHING, objective: sheet.objective ?? NOTHING },
    texts: Object.fromEntries(
      Object.entries(sheet.texts).map(([key, items]) => [key, items.join('\n')])
    ),
    ...{ pilots: lines(sheet.pilots), partners: lines(sheet.partners) },
    resources: sheet.resources.map(({ planLabel, part, action }) => ({ planLabel, part, action })),
    ...{ renewsYearly: sheet.renewsYearly, remainder: sheet.remainder }
  };
}

export function readTyped(form: FormData, headings: readonly Heading[]): TypedPart {
  const branch = (name: string) => ({
    number: text(form, `${name}-numero`),
    title: text(form, `${name}-titre`)
  });
  const count = Math.min(110, Number(text(form, 'appuis')) || 0);
  return {
    ...{ version: Number(text(form, 'version')), decision: text(form, 'decision') },
    ...{ number: text(form, 'numero'), code: text(form, 'code'), title: text(form, 'titre') },
    ...{ axis: branch('axe'), objective: branch('objectif') },
    texts: Object.fromEntries(headings.map(({ key }) => [key, text(form, `rubrique-${key}`)])),
    ...{ pilots: text(form, 'pilotes'), partners: text(form, 'partenaires') },
    resources: Array.from({ length: count }, (_, at) => ({
      planLabel: text(form, `plan-${at}`),
      part: text(form, `partie-${at}`),
      action: text(form, `action-${at}`)
    })).filter(({ planLabel, part, action }) => planLabel + part + action !== ''),
    ...{ renewsYearly: form.get('annuelle') === 'oui', remainder: text(form, 'reste') }
  };
}

/** As the command takes it. */
export function inputOf(typed: TypedPart) {
  const { version: _version, texts, pilots, partners, ...rest } = typed;
  const lines = (all: string) => all.split(/\r?\n/).map((line) => line.trim());
  const named = (all: string) => lines(all).flatMap((label) => (label === '' ? [] : [{ label }]));
  return {
    ...rest,
    texts: Object.fromEntries(Object.entries(texts).map(([key, all]) => [key, lines(all)])),
    ...{ pilots: named(pilots), partners: named(partners) }
  };
}

/** The field of the form that a path of the command names. */
export function fieldOf(path: string): string {
  const [first = '', second = '', third = ''] = path.split('.');
  if (first === 'texts') return `rubrique-${second}`;
  if (first === 'resources') return `${RESOURCE[third] ?? 'plan'}-${second}`;
  if (first === 'axis' || first === 'objective')
    return `${first === 'axis' ? 'axe' : 'objectif'}-${second === 'number' ? 'numero' : 'titre'}`;
  return FIELDS[first] ?? first;
}

const RESOURCE: Readonly<Record<string, string>> = { part: 'partie', action: 'action' };
const FIELDS: Readonly<Record<string, string>> = {
  ...{ number: 'numero', title: 'titre', pilots: 'pilotes', partners: 'partenaires' },
  remainder: 'reste'
};
