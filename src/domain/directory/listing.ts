/** The directory as a list: what is asked of it and how its answer is counted. */
import type { Certainty } from '#domain/territory/model.ts';
import type { CommuneCode, PerimeterId } from '#shared/ids.ts';
import type { StructureAction, StructureSummary } from './model.ts';

/** How a fiche stands with its last confirmation: current, due again, or never confirmed. */
export const FRESHNESS = ['fresh', 'stale', 'never'] as const;
export type Freshness = (typeof FRESHNESS)[number];

export const SORTS = ['relevance', 'name', 'updated'] as const;
export type Sort = (typeof SORTS)[number];

/** Filters combine: a structure answers each one, with any of its values. */
export interface StructureSearch {
  q: string;
  types: string[];
  audiences: string[];
  themes: string[];
  /** Slug: structures of its directory, and those that intervene on it. */
  territory: string | null;
  /** Structures that cover it, and those that have their seat there and do not say where they intervene. */
  commune: CommuneCode | null;
  action: StructureAction | null;
  freshness: Freshness[];
  /** Closed structures too. */
  closed: boolean;
  sort: Sort;
  /** From 1. */
  page: number;
  perPage: number;
}

export const NO_FILTER: StructureSearch = {
  q: '',
  types: [],
  audiences: [],
  themes: [],
  territory: null,
  commune: null,
  action: null,
  freshness: [],
  closed: false,
  sort: 'relevance',
  page: 1,
  perPage: 25
};

/** Why a structure is in the list of a commune. */
export type Presence = 'covers' | 'everywhere' | 'seat';

export interface FoundStructure extends StructureSummary {
  perimeterId: PerimeterId;
  certainty: Certainty;
  status: 'active' | 'closed';
  /** Null unless a commune is asked. */
  presence: Presence | null;
}

/** How many structures each value of each filter would list, the other filters unchanged; no entry for zero. */
export interface Facets {
  types: Map<string, number>;
  actions: Map<string, number>;
  themes: Map<string, number>;
  audiences: Map<string, number>;
  freshness: Map<string, number>;
}

export interface FoundStructures {
  items: FoundStructure[];
  total: number;
  page: number;
  perPage: number;
  /** No structure has all the words: these have the most of them. */
  partial: boolean;
  facets: Facets;
}
