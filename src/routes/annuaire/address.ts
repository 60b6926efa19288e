/** The question put to the directory, as its address holds it. */
import {
  FRESHNESS,
  NO_FILTER,
  SORTS,
  type Freshness,
  type Sort,
  type StructureSearch
} from '#domain/directory/listing.ts';
import type { StructureAction } from '#domain/directory/model.ts';
import { findCurrentCode } from '#domain/directory/vocabulary.ts';

/** What was asked, the commune still as it was typed. */
export interface AskedListing extends Omit<StructureSearch, 'commune'> {
  communeText: string;
}

interface Words {
  types: readonly Coded[];
  themes: readonly Coded[];
  audiences: readonly Coded[];
  territories: readonly { slug: string }[];
}

interface Coded {
  code: string;
  formerCodes?: readonly string[];
}

// Maps, not objects: an address may well say `role=constructor`.
const ACTIONS = new Map<string, StructureAction>([
  ['appeler', 'call'],
  ['associer', 'gather']
]);
const STATES = new Map<string, Freshness>([
  ['a-jour', 'fresh'],
  ['a-verifier', 'stale'],
  ['jamais-confirmee', 'never']
]);
const ORDERS = new Map<string, Sort>([
  ['pertinence', 'relevance'],
  ['nom', 'name'],
  ['mise-a-jour', 'updated']
]);

/** Old links live long: a word merged into another is that one, a word no vocabulary has any more is dropped. */
export function readListing(params: URLSearchParams, words: Words): AskedListing {
  const known = (name: string, codes: readonly string[]) => [
    ...new Set(params.getAll(name).filter((code) => codes.includes(code)))
  ];
  const codes = (name: string, vocabulary: readonly Coded[]) => [
    ...new Set(params.getAll(name).flatMap((code) => findCurrentCode(vocabulary, code) ?? []))
  ];
  return {
    ...NO_FILTER,
    q: (params.get('q') ?? '').trim().slice(0, 200),
    types: codes('type', words.types),
    audiences: codes('public', words.audiences),
    themes: codes('besoin', words.themes),
    territory:
      known(
        'territoire',
        words.territories.map(({ slug }) => slug)
      )[0] ?? null,
    communeText: (params.get('commune') ?? '').trim().slice(0, 100),
    action: ACTIONS.get(params.get('role') ?? '') ?? null,
    freshness: known('fiche', [...STATES.keys()]).map((state) => STATES.get(state)!),
    closed: params.get('fermees') === 'oui',
    sort: ORDERS.get(params.get('tri') ?? '') ?? 'relevance',
    page: Math.min(Math.max(1, Number.parseInt(params.get('page') ?? '', 10) || 1), 10_000)
  };
}

/** The address of a list: short, shareable, the same for the same question. From another page number, the first. */
export function listingAddress(asked: AskedListing, change: Partial<AskedListing> = {}): string {
  const { page, ...listing } = { ...asked, page: 1, ...change };
  const params = new URLSearchParams();
  if (listing.q) params.set('q', listing.q);
  if (listing.communeText) params.set('commune', listing.communeText);
  if (listing.territory) params.set('territoire', listing.territory);
  if (listing.action) params.set('role', nameOf(ACTIONS, listing.action));
  for (const type of listing.types) params.append('type', type);
  for (const theme of listing.themes) params.append('besoin', theme);
  for (const audience of listing.audiences) params.append('public', audience);
  for (const state of listing.freshness) params.append('fiche', nameOf(STATES, state));
  if (listing.closed) params.set('fermees', 'oui');
  if (listing.sort !== 'relevance') params.set('tri', nameOf(ORDERS, listing.sort));
  if (page > 1) params.set('page', String(page));
  return params.size > 0 ? `/annuaire?${params}` : '/annuaire';
}

function nameOf<T>(names: ReadonlyMap<string, T>, value: T): string {
  return [...names].find(([, named]) => named === value)![0];
}

/** A filter that is on, in words, with what takes it off. */
export interface ActiveFilter {
  label: string;
  without: string;
}

interface NamedWords {
  types: readonly { code: string; name: string }[];
  themes: readonly { code: string; name: string }[];
  audiences: readonly { code: string; name: string }[];
  territories: readonly { slug: string; name: string }[];
}

/** @param communeName - of the commune asked, once known. */
export function activeFilters(
  asked: AskedListing,
  words: NamedWords,
  communeName: string | null
): ActiveFilter[] {
  const filters: ActiveFilter[] = [];
  const add = (label: string, change: Partial<AskedListing>) =>
    filters.push({ label, without: listingAddress(asked, change) });
  if (asked.q) add(`« ${asked.q} »`, { q: '' });
  if (asked.communeText) add(communeName ?? asked.communeText, { communeText: '' });
  const territory = words.territories.find(({ slug }) => slug === asked.territory);
  if (territory) add(territory.name, { territory: null });
  if (asked.action) add(ACTION_NAMES[asked.action], { action: null });
  for (const field of ['types', 'themes', 'audiences'] as const) {
    for (const code of asked[field]) {
      const name = words[field].find((word) => word.code === code)?.name ?? code;
      add(field === 'types' && isAcronym(code) ? code : name, {
        [field]: asked[field].filter((other) => other !== code)
      });
    }
  }
  for (const state of asked.freshness) {
    add(FRESHNESS_NAMES[state], { freshness: asked.freshness.filter((other) => other !== state) });
  }
  if (asked.closed) add('Fermées comprises', { closed: false });
  return filters;
}

export const ACTION_NAMES: Record<StructureAction, string> = {
  call: 'À appeler',
  gather: 'À associer'
};
export const FRESHNESS_NAMES: Record<Freshness, string> = {
  fresh: 'À jour',
  stale: 'À reconfirmer',
  never: 'Jamais confirmée'
};
export const SORT_NAMES: Record<Sort, string> = {
  relevance: 'Pertinence',
  name: 'Nom',
  updated: 'Mise à jour récente'
};

/** The values the form sends, with the names people read. */
export const ACTION_CHOICES = [...ACTIONS].map(([value, action]) => ({ value, action }));
export const FRESHNESS_CHOICES = FRESHNESS.map((state) => ({
  value: nameOf(STATES, state),
  state
}));
export const SORT_CHOICES = SORTS.map((sort) => ({ value: nameOf(ORDERS, sort), sort }));

/** Whether a type's code is how people call it: « CPTS », not « MAISON-MEDICALE ». */
export function isAcronym(code: string): boolean {
  return /^[A-Z0-9]{2,6}$/.test(code);
}
