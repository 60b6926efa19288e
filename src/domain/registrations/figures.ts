/** The figures of an edition while people register: who comes, what fills, who is missing. */
import { z } from 'zod';
import type { CategoryId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import { compareNames, enumerate, plural } from '#shared/text.ts';
import { REGISTRATION_STATUSES, type Registration, type RegistrationStatus } from './model.ts';

export interface Counted {
  readonly label: string;
  readonly count: number;
}

/** Those of one label counted together, the most numerous first. */
export function gatherCounts(counted: readonly Counted[]): Counted[] {
  const counts = new Map<string, number>();
  for (const { label, count } of counted) counts.set(label, (counts.get(label) ?? 0) + count);
  return [...counts]
    .map(([label, count]) => ({ label, count }))
    .toSorted((a, b) => b.count - a.count || compareNames(a.label, b.label));
}

/** What fills: the edition, a category, a session. */
export interface Filling {
  readonly label: string;
  /** Of a session. */
  readonly roomName: string;
  readonly roomCapacity: number | null;
  readonly capacity: number | null;
  readonly taken: number;
  /** Given beyond the capacity: they come too, without taking a place of the others. */
  readonly beyond: number;
  readonly waiting: number;
}

export interface Figures {
  readonly statuses: Readonly<Record<RegistrationStatus, number>>;
  /** Who has a place, by what they say they are, the most numerous first. */
  readonly professions: readonly Counted[];
  readonly types: readonly Counted[];
  readonly structures: readonly Counted[];
  readonly communes: readonly Counted[];
  readonly relays: readonly Counted[];
  readonly halfDays: readonly Counted[];
  readonly edition: Filling;
  readonly categories: readonly Filling[];
  readonly sessions: readonly Filling[];
  /** Said by those who come; nothing says who. */
  readonly meals: number;
  readonly accesses: number;
}

/** Who has nobody coming, compared with the directory. */
export interface Missing {
  /** Types of which no structure has anybody, with how many structures the territory has. */
  readonly types: readonly (Counted & { readonly code: string })[];
  readonly structures: readonly {
    readonly slug: string;
    readonly name: string;
    readonly typeName: string;
  }[];
  /** Structures of the directory in all. */
  readonly directory: number;
  /**
   * Where no structure of proximity (one that does not cover the whole territory) has anybody coming: by
   * intercommunalité, the communes without anyone among its own.
   */
  readonly places: readonly {
    readonly name: string;
    readonly communes: number;
    readonly without: number;
    /** Some of them, by name. */
    readonly examples: readonly string[];
  }[];
}

/** Which registrations to list, write to or export. */
export const registrationFilter = z.object({
  status: z
    .enum(['', 'coming', ...REGISTRATION_STATUSES])
    .catch('')
    .default(''),
  category: z.coerce.number().int().nonnegative().catch(0).default(0),
  session: z.coerce.number().int().nonnegative().catch(0).default(0),
  halfDay: z.coerce.number().int().nonnegative().catch(0).default(0),
  /** The words of a profession, as the figures show them. */
  profession: z.string().trim().max(120).catch('').default(''),
  /** In a name, an address, a structure. */
  text: z.string().trim().max(80).catch('').default('')
});
export type RegistrationFilter = z.output<typeof registrationFilter>;

export const EVERY_REGISTRATION: RegistrationFilter = registrationFilter.parse({});

/** The names of the filters in an address. */
export const FILTER_KEYS = {
  status: 'etat',
  category: 'categorie',
  session: 'seance',
  halfDay: 'demi-journee',
  profession: 'profession',
  text: 'q'
} as const satisfies Record<keyof RegistrationFilter, string>;

/** Filters as an address says them. Reads anything, keeps what makes sense. */
export function readFilter(query: URLSearchParams): RegistrationFilter {
  return registrationFilter.parse(
    Object.fromEntries(
      Object.entries(FILTER_KEYS).map(([name, key]) => [name, query.get(key) ?? undefined])
    )
  );
}

/** The inverse: « etat=coming&q=dupont »; nothing of what filters nothing. */
export function writeFilter(filter: RegistrationFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, key] of Object.entries(FILTER_KEYS)) {
    const value = filter[name as keyof RegistrationFilter];
    if (value) query.set(key, String(value));
  }
  return query;
}

export const STATUS_LABELS: Readonly<Record<RegistrationStatus, string>> = {
  confirmed: 'Inscrit·e',
  offered: 'Place proposée',
  waitlisted: 'En attente',
  cancelled: 'Annulée',
  expired: 'Proposition passée'
};

/** One line of the list. */
export interface ListedRegistration {
  readonly id: RegistrationId;
  readonly name: string;
  /** Empty: registered by a group or by the organiser. */
  readonly email: string;
  readonly profession: string;
  readonly structureName: string;
  readonly communeName: string;
  readonly category: string;
  readonly status: RegistrationStatus;
  readonly overruled: boolean;
  readonly createdAt: Date;
}

/** Choices that the filters of an edition offer. */
export interface FilterChoices {
  readonly categories: readonly { readonly id: CategoryId; readonly label: string }[];
  readonly sessions: readonly { readonly id: ProgrammeSessionId; readonly label: string }[];
  readonly halfDays: readonly { readonly id: number; readonly label: string }[];
  readonly professions: readonly string[];
}

/** One act on a registration, for whoever must explain it. */
export interface TraceLine {
  readonly at: Date;
  readonly by: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One registration as the organiser reads it: needs apart, and what happened to it. */
export interface RegistrationFile {
  readonly registration: Registration;
  readonly meal: string;
  readonly access: string;
  readonly group: { readonly name: string; readonly email: string } | null;
  readonly relayName: string;
  readonly sessions: readonly {
    readonly id: number;
    readonly title: string;
    readonly startsAt: Date;
  }[];
  readonly questions: readonly { readonly id: number; readonly label: string }[];
  /** The last first. */
  readonly traces: readonly TraceLine[];
}

const ACTIONS: Readonly<Record<string, string>> = {
  register: 'Inscription',
  add: 'Ajout par l’organisation',
  change: 'Changement par la personne',
  cancel: 'Annulation',
  leave: 'Retrait d’une liste d’attente',
  promote: 'Place donnée depuis la liste d’attente',
  offer: 'Place proposée',
  confirm: 'Place confirmée',
  expire: 'Proposition passée',
  wait: 'Mise en attente',
  move: 'Déplacement',
  overrule: 'Place donnée par l’organisation',
  distinct: 'Jugée distincte d’une autre inscription'
};

/** « Place proposée »; an act that is not listed yet says its own name. */
export function traceLabel({ action, detail }: Pick<TraceLine, 'action' | 'detail'>): string {
  const label = ACTIONS[action] ?? action;
  return detail['overruled'] === true ? `${label}, au-delà de la capacité` : label;
}

/** How full, in hundredths; null where places are not counted. */
export function fillRate({ capacity, taken }: Pick<Filling, 'capacity' | 'taken'>): number | null {
  return capacity === null ? null : Math.min(100, Math.round((100 * taken) / capacity));
}

/**
 * How many came to an edition that is over, as one reads it: counted at the door when entries were noted; else what its
 * organisers declare, with where they know it from; else who was registered, which says nothing of who came. '' when
 * nothing is known.
 */
export function describeAttendance(of: {
  readonly registered: number;
  readonly present: number | null;
  readonly structures: number;
  readonly professions: number;
  readonly communes: number;
  /** Of how many people the structure and the commune were erased. */
  readonly erased: number;
  readonly declared: number | null;
  readonly declaredSource: string;
}): string {
  if (of.present !== null) {
    const people = plural(of.present, 'personne était présente', 'personnes étaient présentes');
    return withOrigins(people, of);
  }
  if (of.declared !== null) {
    const source = of.declaredSource || 'l’organisation';
    return `${plural(of.declared, 'participation déclarée', 'participations déclarées')} (source\u00a0: ${source}).`;
  }
  if (of.registered === 0) return '';
  return withOrigins(
    plural(of.registered, 'personne y était inscrite', 'personnes y étaient inscrites'),
    of
  );
}

function withOrigins(
  people: string,
  of: Readonly<Record<'structures' | 'professions' | 'communes' | 'erased', number>>
): string {
  const from = [
    ...(of.structures > 0 ? [plural(of.structures, 'structure')] : []),
    ...(of.professions > 0 ? [plural(of.professions, 'profession')] : []),
    ...(of.communes > 0 ? [plural(of.communes, 'commune')] : [])
  ];
  // What was erased may have been of others still.
  const least = of.erased > 0 ? 'd’au moins' : 'de';
  return from.length > 0 ? `${people}, ${least} ${enumerate(from)}.` : `${people}.`;
}
