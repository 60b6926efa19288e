/**
 * What is new for somebody, and why: only what concerns her communes, her themes, her structures and what she follows.
 * The reason is always said; what has none is not shown.
 */
import type { ContributionKind, SharedTerritory, Word } from '#domain/sharing/model.ts';
import type {
  ContributionId,
  PerimeterId,
  PersonId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';
import { enumerate, formatNumber } from '#shared/text.ts';
import { stateOf, type Follow, type Followable } from './follows.ts';

export type NewsKind =
  ContributionKind | 'answer' | 'progress' | 'event' | 'minutes' | 'structure' | 'committee';

/** Where somebody works and for what, with what she follows: read once, then everything is matched with it. */
export interface Interests {
  readonly person: PersonId;
  /** The networks she is a member of. */
  readonly territories: readonly TerritoryId[];
  readonly structures: readonly {
    readonly id: StructureId;
    readonly name: string;
    /** Code. */
    readonly type: string;
  }[];
  /** Codes: what her structures do. */
  readonly themes: readonly string[];
  /** Those of her structures and of their services. */
  readonly perimeters: readonly PerimeterId[];
  /** One of her structures intervenes everywhere. */
  readonly everywhere: boolean;
  readonly follows: readonly Follow[];
}

/** Where something takes place, as her structures' perimeters see it. */
export type Ground =
  /** The whole of its territory. */
  | { readonly kind: 'whole' }
  /** A part of it, of which she shares communes; the first names. */
  | { readonly kind: 'part'; readonly count: number; readonly names: readonly string[] };

/** What something new is about: all that may make it concern somebody. */
export interface Subject {
  readonly self: Followable | null;
  readonly territory: TerritoryId;
  readonly structures: readonly { readonly id: StructureId; readonly name: string }[];
  readonly themes: readonly Word[];
  readonly ground: Ground;
  /** It answers what she wrote, or a conversation she takes part in. */
  readonly hers?: 'written' | 'joined' | undefined;
  /** Of a question: to whom it is asked. */
  readonly asked?: 'network' | { readonly theme: string } | { readonly type: string } | undefined;
}

export type Reason =
  | { readonly kind: 'written' }
  | { readonly kind: 'joined' }
  | { readonly kind: 'followed'; readonly what: 'this' | 'territory' }
  | { readonly kind: 'followed-structure'; readonly name: string }
  | { readonly kind: 'followed-theme'; readonly name: string }
  | { readonly kind: 'structure'; readonly name: string }
  | { readonly kind: 'asked'; readonly to: 'network' | 'theme' | 'type' }
  | { readonly kind: 'themes'; readonly names: readonly string[] }
  | { readonly kind: 'communes'; readonly count: number; readonly names: readonly string[] }
  | { readonly kind: 'network' };

export interface NewsItem {
  /** Tells it from any other: « project:12 », « answer:12 ». */
  readonly key: string;
  readonly kind: NewsKind;
  readonly title: string;
  readonly text: string;
  readonly href: string;
  readonly at: Date;
  readonly territory: Pick<SharedTerritory, 'slug' | 'name'>;
  readonly reason: Reason;
  /** Of a question that waits for answers: a digest opens a page to answer it. */
  readonly question?: ContributionId;
}

/** Something that waits for her, with what she may do about it. */
export interface Expected {
  readonly kind: 'answer' | 'resolve' | 'interest';
  readonly title: string;
  readonly text: string;
  readonly href: string;
  /** A verb: « Répondre ». */
  readonly gesture: string;
}

/** Why something concerns somebody; null when it does not, or when she wants to hear of it no more. */
export function whyOf(subject: Subject, interests: Interests): Reason | null {
  const state = (one: Followable | null) => (one ? stateOf(interests.follows, one) : 'none');
  if (state(subject.self) === 'muted') return null;
  if (subject.hers) return { kind: subject.hers };
  if (state(subject.self) === 'followed') return { kind: 'followed', what: 'this' };
  if (isMuted(subject, interests)) return null;
  return followed(subject, interests) ?? concerned(subject, interests);
}

const structureOf = ({ id }: { readonly id: StructureId }): Followable => ({
  target: 'structure',
  key: String(id)
});
const themeOf = ({ code }: Pick<Word, 'code'>): Followable => ({ target: 'theme', key: code });
const territoryOf = ({ territory }: Pick<Subject, 'territory'>): Followable => ({
  target: 'territory',
  key: String(territory)
});

/** Its network, a structure that carries it, or all that it is about. */
function isMuted(subject: Subject, { follows }: Interests): boolean {
  const muted = (one: Followable) => stateOf(follows, one) === 'muted';
  return (
    muted(territoryOf(subject)) ||
    subject.structures.some((one) => muted(structureOf(one))) ||
    (subject.themes.length > 0 && subject.themes.every((one) => muted(themeOf(one))))
  );
}

function followed(subject: Subject, { follows }: Interests): Reason | null {
  const isFollowed = (one: Followable) => stateOf(follows, one) === 'followed';
  const structure = subject.structures.find((one) => isFollowed(structureOf(one)));
  if (structure) return { kind: 'followed-structure', name: structure.name };
  const theme = subject.themes.find((one) => isFollowed(themeOf(one)));
  if (theme) return { kind: 'followed-theme', name: theme.name };
  return isFollowed(territoryOf(subject)) ? { kind: 'followed', what: 'territory' } : null;
}

function concerned(subject: Subject, interests: Interests): Reason | null {
  if (!interests.territories.includes(subject.territory)) return null;
  const own = subject.structures.find(({ id }) =>
    interests.structures.some((one) => one.id === id)
  );
  if (own) return { kind: 'structure', name: own.name };
  if (subject.asked && isAskedTo(subject.asked, interests))
    return { kind: 'asked', to: askedKind(subject.asked) };
  const themes = subject.themes.filter(
    ({ code }) =>
      interests.themes.includes(code) && stateOf(interests.follows, themeOf({ code })) !== 'muted'
  );
  if (themes.length > 0) return { kind: 'themes', names: themes.map(({ name }) => name) };
  if (subject.ground.kind === 'part' && subject.ground.count > 0)
    return { kind: 'communes', count: subject.ground.count, names: subject.ground.names };
  return concernsAll(subject, interests) ? { kind: 'network' } : null;
}

/** Nothing narrows it, or she has said nothing of where she works: what her network shares is hers. */
function concernsAll({ ground, themes, asked }: Subject, interests: Interests): boolean {
  if (interests.structures.length === 0) return asked === undefined || asked === 'network';
  return ground.kind === 'whole' && themes.length === 0 && asked === undefined;
}

function isAskedTo(
  asked: NonNullable<Subject['asked']>,
  { themes, structures }: Interests
): boolean {
  if (asked === 'network') return true;
  if ('theme' in asked) return themes.includes(asked.theme);
  return structures.some(({ type }) => type === asked.type);
}

function askedKind(asked: NonNullable<Subject['asked']>): 'network' | 'theme' | 'type' {
  if (asked === 'network') return asked;
  return 'theme' in asked ? 'theme' : 'type';
}

/** Why it is there, in words, as its line ends. */
export function sayWhy(reason: Reason): string {
  switch (reason.kind) {
    case 'written':
      return 'vous l’avez écrit';
    case 'joined':
      return 'vous y avez répondu';
    case 'followed':
      return reason.what === 'this' ? 'vous le suivez' : 'vous suivez ce territoire';
    case 'followed-structure':
      return `vous suivez ${reason.name}`;
    case 'followed-theme':
      return `vous suivez le thème «\u00a0${reason.name}\u00a0»`;
    case 'structure':
      return `avec votre structure, ${reason.name}`;
    case 'asked':
      return SAY_ASKED[reason.to];
    case 'themes':
      return `${reason.names.length > 1 ? 'thèmes' : 'thème'} de vos structures\u00a0: ${enumerate(reason.names)}`;
    case 'communes':
      return sayCommunes(reason.names, reason.count);
    case 'network':
      return 'pour tout votre réseau';
  }
}

const SAY_ASKED = {
  network: 'demandé à tout le réseau, donc à vous',
  theme: 'demandé à qui travaille sur ce thème, comme vous',
  type: 'demandé aux structures comme la vôtre'
} as const;

function sayCommunes(names: readonly string[], count: number): string {
  const others = count - names.length;
  if (others <= 0) return `vous intervenez à ${enumerate(names)}`;
  return `vous intervenez à ${names.join(', ')} et dans ${formatNumber(others)} ${others > 1 ? 'autres communes' : 'autre commune'} du même périmètre`;
}

/** What answers her first, then what she chose, then the rest; the latest first within each. */
export function inOrder(items: readonly NewsItem[]): NewsItem[] {
  return items.toSorted(
    (a, b) => rank(a) - rank(b) || b.at.getTime() - a.at.getTime() || (a.key < b.key ? -1 : 1)
  );
}

function rank({ kind, reason }: NewsItem): number {
  if (reason.kind === 'written' || reason.kind === 'joined') return 0;
  if (reason.kind.startsWith('followed') || reason.kind === 'structure') return 1;
  // What people do together comes before the directory that grows.
  return kind === 'structure' ? 3 : 2;
}

export const NEWS_LABELS: Readonly<Record<NewsKind, string>> = {
  project: 'Projet',
  experience: 'Retour d’expérience',
  question: 'Question',
  opportunity: 'Opportunité',
  document: 'Document',
  answer: 'Réponse',
  progress: 'Des nouvelles d’un projet',
  event: 'Rencontre',
  minutes: 'Compte rendu',
  structure: 'Annuaire',
  committee: 'Plan'
};
