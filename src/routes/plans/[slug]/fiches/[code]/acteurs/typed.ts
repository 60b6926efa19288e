/** What the forms of this page send, as typed, and what a refusal gives back to show them again. */
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { ActionSheet, PartnerResource, SheetActor } from '#domain/plans/sheet.ts';
import { numberOf, text } from '../../../../../gestion/rencontres/reading.ts';

/** Somebody, as written; who that is: « structure:12 », « person:… », or nothing. */
export interface TypedActor {
  readonly label: string;
  readonly who: string;
  /** What that leads to, in words. */
  readonly known: string;
}

export interface TypedResource {
  readonly plan: string;
  readonly part: string;
  readonly action: string;
  /** The sheet, in words, and its identifier when it was chosen. */
  readonly sheet: string;
  readonly sheetId: string;
}

export type Part = 'actors' | 'resources' | 'links';

/** What a refused form shows again. */
export interface Answer {
  readonly part: Part;
  readonly version: number;
  readonly errors?: Readonly<Record<string, string>>;
  readonly readings?: SecondReading;
  /** Somebody wrote the same list meanwhile. */
  readonly disputed?: readonly {
    readonly label: string;
    readonly mine: readonly string[];
    readonly theirs: readonly string[];
  }[];
  readonly by?: string;
  /** The circle, in words. */
  readonly loop?: string;
  readonly pilots?: readonly TypedActor[];
  readonly partners?: readonly TypedActor[];
  readonly resources?: readonly TypedResource[];
  readonly links?: TypedLinks;
}

export interface TypedLinks {
  /** Keys of those that stay. */
  readonly kept: readonly string[];
  readonly event: string;
  readonly shared: string;
  readonly structure: string;
  readonly kind: string;
  readonly title: string;
  readonly url: string;
  readonly themes: readonly string[];
  readonly where: string;
  readonly zones: string;
  /** « Sauf »: those of the perimeter that stay out of it. */
  readonly except: readonly string[];
}

export function actorAsTyped({ label, structure, person }: SheetActor): TypedActor {
  if (structure) return { label, who: `structure:${structure.id}`, known: structure.name };
  return { label, who: person ? `person:${person.id}` : '', known: person ? person.name : '' };
}

/** Rows `<name>-0`, `<name>-0-qui`…, then those of the area `<name>-plusieurs`, one a line. */
export function readActors(form: FormData, name: string): TypedActor[] {
  const rows = Array.from(
    { length: Math.min(numberOf(form.get(`${name}-lignes`)), 150) },
    (_, at) => ({
      label: text(form, `${name}-${at}`),
      who: form.has(`${name}-${at}-delier`) ? 'personne' : text(form, `${name}-${at}-qui`),
      known: ''
    })
  );
  const several = text(form, `${name}-plusieurs`)
    .split('\n')
    .map((line) => ({ label: line.trim(), who: '', known: '' }));
  return [...rows, ...several].filter(({ label }) => label !== '');
}

/** What is shown of a sheet that one may not read, and sent back: the row stays tied to it. */
export const TIED_SHEET = 'fiche reliée';

export function resourceAsTyped({
  planLabel,
  part,
  action,
  targetSheet
}: PartnerResource): TypedResource {
  const sheet = targetSheet ? targetSheet.title || TIED_SHEET : '';
  return { plan: planLabel, part, action, sheet, sheetId: String(targetSheet?.id ?? '') };
}

export function readResources(form: FormData): TypedResource[] {
  const count = Math.min(numberOf(form.get('appui-lignes')), 110);
  return Array.from({ length: count }, (_, at) => ({
    plan: form.has(`appui-${at}-retirer`) ? '' : text(form, `appui-${at}-plan`),
    part: text(form, `appui-${at}-volet`),
    action: text(form, `appui-${at}-action`),
    sheet: text(form, `appui-${at}-fiche`),
    sheetId: text(form, `appui-${at}-fiche-choisie`)
  })).filter(
    (one, at) =>
      !form.has(`appui-${at}-retirer`) && (one.plan || one.part || one.action || one.sheet)
  );
}

export function readLinks(form: FormData): TypedLinks {
  return {
    kept: form.getAll('garde').map(String),
    event: text(form, 'rencontre-choisie') || text(form, 'rencontre'),
    shared: text(form, 'partage-choisi') || text(form, 'partage'),
    structure: text(form, 'structure-choisie') || text(form, 'structure'),
    ...{ kind: text(form, 'nature'), title: text(form, 'intitule'), url: text(form, 'adresse') },
    themes: form.getAll('theme').map(String),
    where: text(form, 'lieu'),
    except: form.getAll('sauf').map(String),
    zones: [
      ...form.getAll('zone').map(String),
      text(form, 'zone-choisie') || text(form, 'zone-cherchee')
    ]
      .filter(Boolean)
      .join('\n')
  };
}

export function linkKey(link: ActionSheet['links'][number]): string {
  if (link.kind === 'structure') return `structure:${link.structure.id}`;
  if ('id' in link) return `${link.kind}:${link.id}`;
  return `${link.kind}:${link.url}`;
}
