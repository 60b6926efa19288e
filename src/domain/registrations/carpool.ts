/** To come together: seats offered or asked for, between people who have a place at the same edition. */
import { z } from 'zod';
import type { CommuneCode } from '#shared/ids.ts';

export const CARPOOL_KINDS = ['offer', 'request'] as const;
export type CarpoolKind = (typeof CARPOOL_KINDS)[number];
export const CARPOOL_KIND_LABELS: Readonly<Record<CarpoolKind, string>> = {
  offer: 'Je propose des places',
  request: 'Je cherche une place'
};

/** One’s own, as it is changed. */
export interface OwnEntry {
  readonly kind: CarpoolKind;
  readonly commune: { readonly code: CommuneCode; readonly name: string } | null;
  readonly seats: number;
  readonly note: string;
}

/** That of somebody else: a first name, a commune, seats, a note. Never a name, an address or an e-mail. */
export interface CarpoolEntry extends OwnEntry {
  readonly id: number;
  readonly firstName: string;
  /** From the commune of who looks, as the crow flies; null where a place of one of the two is not known. */
  readonly kilometres: number | null;
  readonly closeness: Closeness;
}

/** From the nearest: what the two communes share. */
export const CLOSENESS = ['commune', 'epci', 'departement', 'elsewhere'] as const;
export type Closeness = (typeof CLOSENESS)[number];

/** Where a commune stands: its groups, and the middle of its contour when contours are loaded. */
export interface Whereabouts {
  readonly code: string;
  readonly epci: string | null;
  readonly departement: string;
  readonly point: { readonly lon: number; readonly lat: number } | null;
}

export const carpoolInput = z.object({
  kind: z.enum(CARPOOL_KINDS, 'choisissez : vous proposez, ou vous cherchez'),
  seats: z.coerce
    .number('indiquez un nombre de places')
    .int('un nombre entier')
    .min(1, 'une place au moins')
    .max(8, 'huit places au plus'),
  note: z.string().trim().max(300, '300 caractères au plus').default('')
});
export type CarpoolInput = z.output<typeof carpoolInput> & { readonly commune: CommuneCode };

export const carpoolMessageInput = z.object({
  message: z.string().trim().min(10, 'écrivez votre message').max(2000, '2 000 caractères au plus')
});

/** How many messages in a day: from a connection, from somebody, to somebody. */
export const CARPOOL_LIMITS = {
  fromPlace: { most: 40, windowSeconds: 86_400 },
  fromHolder: { most: 15, windowSeconds: 86_400 },
  toHolder: { most: 30, windowSeconds: 86_400 }
} as const;

/** What two communes share; « elsewhere » when one is not known. */
export function closenessOf(one: Whereabouts | null, other: Whereabouts | null): Closeness {
  if (!one || !other) return 'elsewhere';
  if (one.code === other.code) return 'commune';
  if (one.epci !== null && one.epci === other.epci) return 'epci';
  return one.departement === other.departement ? 'departement' : 'elsewhere';
}

const EARTH_KM = 6371;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** As the crow flies, in whole kilometres; null where a point is not known. */
export function kilometresBetween(
  one: Whereabouts | null,
  other: Whereabouts | null
): number | null {
  if (!one?.point || !other?.point) return null;
  const [a, b] = [one.point, other.point];
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const chord =
    half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lon, b.lon);
  return Math.round(2 * EARTH_KM * Math.asin(Math.sqrt(chord)));
}

/** The nearest first: by distance where it is known, else by what the communes share; then by first name. */
export function byCloseness(a: CarpoolEntry, b: CarpoolEntry): number {
  const rank = ({ closeness }: CarpoolEntry) => CLOSENESS.indexOf(closeness);
  if (a.kilometres !== null && b.kilometres !== null && a.kilometres !== b.kilometres)
    return a.kilometres - b.kilometres;
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return a.firstName.localeCompare(b.firstName, 'fr') || a.id - b.id;
}

/** In words; the distance is from one’s commune, whose middle is all that is known. */
export function describeCloseness({ kilometres, closeness }: CarpoolEntry): string {
  if (closeness === 'commune') return 'la même commune que vous';
  if (kilometres !== null) return `à ${kilometres}\u00a0km de votre commune, à vol d’oiseau`;
  if (closeness === 'epci') return 'la même intercommunalité que vous';
  return closeness === 'departement' ? 'le même département que vous' : '';
}
