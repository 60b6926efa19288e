/** The form of a territory: what was typed, whether or not it can be saved. */
import type { PerimeterInput, Territory, ZoneRef } from '#domain/territory/model.ts';
import type { TerritorySettings } from '#domain/territory/server/spaces/setup/commands.ts';
import type { Issue } from '#shared/errors.ts';
import { slugify } from '#shared/text.ts';

export interface TypedTerritory {
  name: string;
  nameWithDe: string;
  slug: string;
  description: string;
  fictional: boolean;
  coveragePublic: boolean;
  perimeter: PerimeterInput;
  /** Lines of the pasted list that are not zones yet. */
  pending: string;
}

/** The name of each field in the form. */
export const NAMES = {
  name: 'nom',
  nameWithDe: 'nom-de',
  slug: 'adresse',
  description: 'description',
  perimeter: 'liste'
} as const;

export const LABELS: Readonly<Record<string, string>> = {
  nom: 'Nom',
  'nom-de': 'Nom précédé de « de »',
  adresse: 'Adresse',
  description: 'Description',
  liste: 'Périmètre'
};

export const NOWHERE: PerimeterInput = { certainty: 'declared', include: [], exclude: [] };

export const BLANK: TypedTerritory = {
  ...{ name: '', nameWithDe: '', slug: '', description: '', pending: '' },
  ...{ fictional: false, coveragePublic: false, perimeter: NOWHERE }
};

export function typedFrom(territory: Territory, perimeter: PerimeterInput): TypedTerritory {
  const { name, nameWithDe, slug, description, fictional, coveragePublic } = territory;
  return {
    ...{ name, nameWithDe, slug, description, fictional, coveragePublic, perimeter },
    pending: ''
  };
}

export function settingsOf({ pending: _, ...typed }: TypedTerritory): TerritorySettings {
  const slug = typed.slug.trim() || slugify(typed.name);
  return { ...typed, slug };
}

/** What tells a perimeter from another: an effect that was shown is that of this one. */
export function perimeterKey({ include, exclude }: PerimeterInput): string {
  const keys = (zones: readonly ZoneRef[]) => zones.map(zoneKey).sort().join(',');
  return `${keys(include)};${keys(exclude)}`;
}

/** « epci 242900074 » */
export function zoneKey({ level, code }: ZoneRef): string {
  return `${level} ${code}`;
}

/** What a command refused, by field of the form. */
export function errorsOf(issues: readonly Issue[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const known = Object.entries(NAMES).find(([field]) => path.split('.')[0] === field);
    const name = known?.[1] ?? NAMES.perimeter;
    errors[name] ??= `${LABELS[name]} : ${message}`;
  }
  return errors;
}
