/** What the pages of tables show of a plan: rounds, tables and people, with their names. */
import { boundOf } from '#domain/seating/bounds.ts';
import { measureSeating } from '#domain/seating/checking.ts';
import { brokenBy, type Broken } from '#domain/seating/moves.ts';
import type { PlanGuest, TablePlan } from '#domain/seating/plan.ts';
import { seatingOf } from '#domain/seating/seats.ts';
import { describeBound, describeMeetings } from '#domain/seating/wording.ts';
import { compareNames, normalise } from '#shared/text.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { numberOf } from '../../reading.ts';

export const TABLES_PER_PAGE = 24;
export const PEOPLE_PER_PAGE = 40;

/** What the address of the page asks for. */
export interface AskedPlan {
  readonly round: number;
  /** By person rather than by round, those whom some words name. */
  readonly people: boolean;
  readonly words: string;
  readonly page: number;
  /** Without pages, to be printed. */
  readonly whole: boolean;
}

export function readAsked(query: URLSearchParams): AskedPlan {
  return {
    round: numberOf(query.get('tour')),
    people: query.has('personnes'),
    words: query.get('q')?.trim() ?? '',
    page: numberOf(query.get('page')) || 1,
    whole: query.has('tout')
  };
}

export interface SeatedGuest {
  readonly registration: RegistrationId;
  readonly name: string;
  readonly profession: string;
  readonly structure: string;
  readonly needsAccess: boolean;
  readonly pinned: boolean;
  /** Cancelled since. */
  readonly gone: boolean;
}

export interface ShownTable {
  readonly number: number;
  readonly name: string;
  readonly accessible: boolean;
  readonly people: readonly SeatedGuest[];
}

/** The tables of a round, by number, and who sits at each, by name. */
export function tablesOf(
  plan: TablePlan,
  round: number,
  guests: readonly PlanGuest[],
  gone: readonly PlanGuest[]
): ShownTable[] {
  const known = new Map([...gone, ...guests].map((one) => [one.registration, one]));
  const left = new Set(gone.map(({ registration }) => registration));
  const tables = new Map<number, SeatedGuest[]>();
  for (const { registration, table, pinned } of plan.seats.filter((one) => one.round === round)) {
    const guest = known.get(registration);
    if (!guest) continue;
    const people = tables.get(table) ?? [];
    tables.set(table, people);
    people.push({
      ...{ registration, pinned, gone: left.has(registration) },
      ...{ name: guest.name, needsAccess: guest.needsAccess },
      ...{ profession: guest.professionLabel, structure: guest.structureLabel }
    });
  }
  return [...tables]
    .toSorted(([a], [b]) => a - b)
    .map(([number, people]) => {
      const table = plan.tables.find((one) => one.number === number);
      return {
        ...{ number, name: table?.name ?? '', accessible: table?.accessible ?? false },
        people: people.toSorted((a, b) => compareNames(a.name, b.name))
      };
    });
}

export interface PersonPath {
  readonly registration: RegistrationId;
  readonly name: string;
  readonly profession: string;
  readonly structure: string;
  /** Her table of each round; null when she has none. */
  readonly tables: readonly (number | null)[];
  /** How many people she meets, each once. */
  readonly meets: number;
}

/** Each person and her tables, by name; those whose name or structure holds some words. */
export function pathsOf(
  plan: TablePlan,
  guests: readonly PlanGuest[],
  words: string
): PersonPath[] {
  const at = new Map(plan.seats.map((one) => [`${one.round}-${one.registration}`, one.table]));
  const together = new Map<string, RegistrationId[]>();
  for (const { round, table, registration } of plan.seats) {
    const key = `${round}-${table}`;
    together.set(key, [...(together.get(key) ?? []), registration]);
  }
  const asked = normalise(words);
  return guests
    .filter((one) => normalise(`${one.name} ${one.structureLabel}`).includes(asked))
    .toSorted((a, b) => compareNames(a.name, b.name))
    .map(({ registration, name, professionLabel, structureLabel }) => {
      const tables = plan.rounds.map(({ number }) => at.get(`${number}-${registration}`) ?? null);
      const met = new Set(
        plan.rounds.flatMap(({ number }, rank) => together.get(`${number}-${tables[rank]}`) ?? [])
      );
      met.delete(registration);
      return {
        ...{ registration, name, tables, meets: met.size },
        ...{ profession: professionLabel, structure: structureLabel }
      };
    });
}

/** What the plan reaches, in two sentences, as it is now: whoever moved whom. */
export function figuresOf(
  plan: TablePlan,
  guests: readonly PlanGuest[],
  isProved: boolean
): { met: string; bound: string } {
  const { problem, seating } = seatingOf(plan, guests);
  const measure = measureSeating(problem, seating);
  const bound = boundOf(problem);
  return {
    met: describeMeetings(measure),
    bound: describeBound({ measure, bound, isProved })
  };
}

/** What the plan does not respect, round by round, in sentences. */
export function faultsOf(
  plan: TablePlan,
  guests: readonly PlanGuest[],
  nameOf: (registration: RegistrationId) => string
): string[] {
  return plan.rounds
    .filter(({ doneAt }) => !doneAt)
    .flatMap(({ number }) =>
      brokenBy(plan, guests, plan.seats, number).map(
        (one) => `Au tour ${number}, ${sayBroken(one, nameOf)}.`
      )
    );
}

/** What is broken, in words that begin a clause: « Lou et Camille ne sont plus ensemble ». */
export function sayBroken(
  broken: Broken,
  nameOf: (registration: RegistrationId) => string
): string {
  switch (broken.kind) {
    case 'together':
      return `${nameOf(broken.pair[0])} et ${nameOf(broken.pair[1])} ne sont pas ensemble`;
    case 'apart':
      return `${nameOf(broken.pair[0])} et ${nameOf(broken.pair[1])} ne sont pas séparés`;
    case 'host':
      return `${nameOf(broken.person)} n’est pas à la table qui lui est confiée`;
    case 'access':
      return `${nameOf(broken.person)} n’est pas à une table facile d’accès`;
    case 'alone':
      return `une personne est seule à la table ${broken.table}`;
  }
}
