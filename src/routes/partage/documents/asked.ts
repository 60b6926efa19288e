/** What the address of the list asks, and the address of a list. */
import { FAMILIES, FAMILY_LABELS, type Family } from '#domain/sharing/documents/formats.ts';
import { numberOf } from '../../gestion/rencontres/reading.ts';

export interface AskedDocuments {
  readonly q: string;
  readonly theme: string;
  /** Slug of a territory. */
  readonly territory: string;
  readonly tag: string;
  readonly family: Family | '';
  readonly isToReview: boolean;
  readonly page: number;
}

const NAMES = {
  ...{ q: 'q', theme: 'theme', territory: 'territoire', tag: 'etiquette', family: 'type' }
} as const;

export function readAsked(query: URLSearchParams): AskedDocuments {
  const get = (name: keyof typeof NAMES) => (query.get(NAMES[name]) ?? '').trim().slice(0, 200);
  return {
    ...{ q: get('q'), theme: get('theme'), territory: get('territory'), tag: get('tag') },
    family: FAMILIES.find((one) => one === get('family')) ?? '',
    isToReview: query.get('revoir') === 'oui',
    page: numberOf(query.get('page')) || 1
  };
}

export function addressOf(asked: Partial<AskedDocuments>): string {
  const query = new URLSearchParams();
  for (const [field, name] of Object.entries(NAMES)) {
    const value = asked[field as keyof typeof NAMES];
    if (value) query.set(name, value);
  }
  if (asked.isToReview) query.set('revoir', 'oui');
  if (asked.page && asked.page > 1) query.set('page', String(asked.page));
  return `/partage/documents${query.size > 0 ? `?${query}` : ''}`;
}

export interface ActiveFilter {
  readonly label: string;
  readonly without: string;
}

/** The filters that are on, each with the list without it. @param names - of codes, by code or slug. */
export function activeFilters(
  asked: AskedDocuments,
  names: ReadonlyMap<string, string>
): ActiveFilter[] {
  const { q, theme, territory, tag, family, isToReview } = asked;
  const on: [string, Partial<AskedDocuments>][] = [
    [q && `«\u00a0${q}\u00a0»`, { q: '' }],
    [names.get(theme) ?? theme, { theme: '' }],
    [names.get(territory) ?? territory, { territory: '' }],
    [tag, { tag: '' }],
    [family && FAMILY_LABELS[family], { family: '' }],
    [isToReview ? 'À revoir' : '', { isToReview: false }]
  ];
  return on
    .filter(([label]) => label !== '')
    .map(([label, without]) => ({ label, without: addressOf({ ...asked, page: 1, ...without }) }));
}
