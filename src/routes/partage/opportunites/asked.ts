/** What the address of the list asks, and the address of a list. */
import {
  OPPORTUNITY_LABELS,
  OPPORTUNITY_TYPES,
  type OpportunityType
} from '#domain/sharing/details.ts';
import { numberOf } from '../../gestion/rencontres/reading.ts';

export interface AskedOpportunities {
  /** Words: a profession, mostly. */
  readonly q: string;
  readonly type: OpportunityType | '';
  /** As typed, or a code. */
  readonly commune: string;
  /** Slug of a territory. */
  readonly territory: string;
  readonly page: number;
}

/** « type=stage » in addresses: words, not codes. */
const TYPE_WORDS: Record<OpportunityType, string> = {
  internship: 'stage',
  locum: 'remplacement',
  job: 'poste',
  housing: 'logement',
  event: 'evenement'
};

export function readAsked(query: URLSearchParams): AskedOpportunities {
  const get = (name: string) => (query.get(name) ?? '').trim().slice(0, 200);
  return {
    ...{ q: get('q'), territory: get('territoire') },
    type: OPPORTUNITY_TYPES.find((one) => TYPE_WORDS[one] === get('type')) ?? '',
    // Chosen in the list, a commune is named by its code.
    commune: get('commune-code') || get('commune'),
    page: numberOf(query.get('page')) || 1
  };
}

export function addressOf(asked: Partial<AskedOpportunities>): string {
  const query = new URLSearchParams();
  if (asked.q) query.set('q', asked.q);
  if (asked.type) query.set('type', TYPE_WORDS[asked.type]);
  if (asked.commune) query.set('commune', asked.commune);
  if (asked.territory) query.set('territoire', asked.territory);
  if (asked.page && asked.page > 1) query.set('page', String(asked.page));
  return `/partage/opportunites${query.size > 0 ? `?${query}` : ''}`;
}

/** All, then each type: what is chosen with one touch. */
export function typeLinks(asked: AskedOpportunities) {
  const link = (type: OpportunityType | '', label: string) => ({
    label,
    href: addressOf({ ...asked, page: 1, type }),
    isCurrent: asked.type === type
  });
  return [
    link('', 'Tout'),
    ...OPPORTUNITY_TYPES.map((type) => link(type, OPPORTUNITY_LABELS[type]))
  ];
}
