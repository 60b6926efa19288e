/** What a contribution said at one time and says at another, field by field, in words. */
import { writingOf, type Content } from './content.ts';
import {
  OPPORTUNITY_LABELS,
  STAGE_LABELS,
  type OpportunityType,
  type ProjectStage
} from './details.ts';
import { headingsOf } from './headings.ts';
import type { ContributionKind } from './model.ts';
import { sayNeed, type KeptNeed } from './needs.ts';

/** What codes and identifiers are called; those that are not among them are said as they are. */
export interface Names {
  readonly words: ReadonlyMap<string, string>;
  /** By « commune 82112 ». */
  readonly zones: ReadonlyMap<string, string>;
  readonly events: ReadonlyMap<number, string>;
  readonly contributions: ReadonlyMap<number, string>;
}

export interface FieldChange {
  readonly path: string;
  readonly label: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const LABELS: Readonly<Record<string, string>> = {
  ...{ title: 'Titre', summary: 'En une phrase', visibility: 'Qui peut lire' },
  ...{ themes: 'Thèmes', audiences: 'Publics', carriers: 'Qui le porte', partners: 'Avec qui' },
  ...{ where: 'Où', events: 'Rencontres', related: 'Ce qui va avec' },
  ...{ 'details.stage': 'Où en est-il', 'details.form': 'Forme', 'details.contact': 'Contact' },
  ...{ 'details.startsOn': 'Début', 'details.endsOn': 'Fin', 'details.expiresOn': 'Échéance' },
  ...{ 'details.askedTo': 'À qui', 'details.theme': 'Thème', 'details.tags': 'Étiquettes' },
  ...{ 'details.structureType': 'Type de structure', 'details.type': 'Ce que c’est' },
  ...{ 'details.profession': 'Pour qui', 'details.place': 'Lieu', 'details.commune': 'Commune' },
  ...{ 'details.url': 'Adresse', needs: 'Ce que vous cherchez' }
};
/** As the form of an opportunity calls them. */
const OPPORTUNITY: Readonly<Record<string, string>> = {
  ...{ 'details.expiresOn': 'Dernier jour', 'details.contact': 'Comment répondre' },
  ...{ carriers: 'Qui propose', 'details.url': 'Adresse de l’annonce complète' }
};
/** Written by commands of their own: resolving a question is not a change of its text. */
const APART = ['details.resolvedAt', 'details.passedOnAt'];

/** What a field is called: « Titre », « Contexte ». */
export function labelOfField(path: string, kind: ContributionKind): string {
  if (!path.startsWith('texts.'))
    return (kind === 'opportunity' ? OPPORTUNITY[path] : undefined) ?? LABELS[path] ?? path;
  const key = path.slice('texts.'.length);
  const headings = [...headingsOf(kind), ...headingsOf(kind, 'full')];
  return headings.find((heading) => heading.key === key)?.label ?? key;
}

/** The fields that differ, in the order they are read. */
export function compareContents(
  before: Content,
  after: Content,
  kind: ContributionKind,
  names: Names
): FieldChange[] {
  const written = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  const headings = [...headingsOf(kind), ...headingsOf(kind, 'full')];
  const order = [...['title', 'summary'], ...headings.map(({ key }) => `texts.${key}`), ...written];
  return [...new Set(order)].flatMap((path) => {
    if (APART.includes(path)) return [];
    // What was looked for is not known of the versions from before it was kept.
    if (path === 'needs' && !(path in before && path in after)) return [];
    const [was, now] = [sayField(path, before[path], names), sayField(path, after[path], names)];
    if (was.join('\n') === now.join('\n')) return [];
    return [{ path, label: labelOfField(path, kind), before: was, after: now }];
  });
}

/** A field in words, one line an item: a paragraph, a theme, a structure. */
export function sayField(path: string, value: unknown, names: Names): string[] {
  if (value === undefined || value === null || value === '')
    return path === 'where' ? ['Tout le territoire'] : [];
  if (path === 'carriers' || path === 'partners')
    return (value as { readonly label: string }[]).map(({ label }) => label);
  if (path === 'where') return sayWhere(writingOf({ where: value }).where ?? null, names);
  if (path === 'events' || path === 'related') {
    const known = path === 'events' ? names.events : names.contributions;
    return (value as number[]).map((id) => known.get(id) ?? 'n’est plus là');
  }
  if (path === 'needs') return (value as KeptNeed[]).map((need) => sayNeed(need));
  if (Array.isArray(value)) return value.map((one) => names.words.get(String(one)) ?? String(one));
  return sayValue(path, value as string, names);
}

function sayValue(path: string, value: string, names: Names): string[] {
  if (path === 'visibility')
    return [value === 'public' ? 'Tout le monde' : 'Les membres du réseau'];
  if (path === 'details.stage') return [STAGE_LABELS[value as ProjectStage]];
  if (path === 'details.type') return [OPPORTUNITY_LABELS[value as OpportunityType]];
  if (path === 'details.form') return [value === 'full' ? 'Fiche complète' : 'Retour express'];
  if (path.startsWith('details.')) return [names.words.get(value) ?? value];
  return value.split(/\n+/).filter((line) => line.trim() !== '');
}

function sayWhere(where: ReturnType<typeof writingOf>['where'] | null, names: Names): string[] {
  if (!where) return ['Tout le territoire'];
  const name = ({ level, code }: { level: string; code: string }) =>
    names.zones.get(`${level} ${code}`) ?? code;
  return [...where.include.map(name), ...where.exclude.map((zone) => `sauf ${name(zone)}`)];
}
