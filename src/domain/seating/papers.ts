/** What is printed of the tables: a sign on each, a sheet for who hosts it, the whole plan of a round. */
import { compareNames } from '#shared/text.ts';
import type { PlanGuest, PlanRound, TablePlan } from './plan.ts';

export const PAPER_KINDS = ['chevalets', 'fiches', 'plan'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];
export const PAPER_KIND_LABELS: Readonly<Record<PaperKind, string>> = {
  chevalets: 'Chevalets des tables (à plier)',
  fiches: 'Fiches d’animation, une par table',
  plan: 'Plan entier, tour par tour, par prénom'
};

/** @param said - of an address or of a form. */
export function readPaperKind(said: unknown): PaperKind {
  return PAPER_KINDS.find((kind) => kind === said) ?? 'chevalets';
}

/** Somebody as papers say her. */
export interface PaperGuest {
  readonly name: string;
  readonly about: string;
  readonly isHost: boolean;
}

export interface PaperRound {
  readonly number: number;
  readonly startsAt: Date | null;
  readonly topic: string;
  readonly guests: readonly PaperGuest[];
}

export interface TablePaper {
  readonly table: number;
  readonly name: string;
  readonly rounds: readonly PaperRound[];
}

/** The tables where somebody sits, with who comes at each round. */
export function tablePapers(plan: TablePlan, guests: readonly PlanGuest[]): TablePaper[] {
  const people = new Map(guests.map((one) => [one.registration, one]));
  const names = new Map(plan.tables.map(({ number, name }) => [number, name]));
  return [...Map.groupBy(plan.seats, ({ table }) => table)]
    .toSorted(([a], [b]) => a - b)
    .map(([table, seats]) => ({
      ...{ table, name: names.get(table) ?? '' },
      rounds: plan.rounds.map(({ number, startsAt, topic }) => ({
        ...{ number, startsAt, topic },
        guests: seats
          .filter(({ round }) => round === number)
          .flatMap(({ registration }) => people.get(registration) ?? [])
          .toSorted((a, b) => compareNames(a.name, b.name))
          .map((one) => paperGuest(one, isHost(plan, one, table, number)))
      }))
    }));
}

function paperGuest(guest: PlanGuest, host: boolean): PaperGuest {
  const about = [guest.professionLabel, guest.structureLabel].map((one) => one.trim());
  return { name: guest.name, about: about.filter(Boolean).join(', '), isHost: host };
}

function isHost({ rules }: TablePlan, guest: PlanGuest, table: number, round: number): boolean {
  return rules.some(
    (rule) =>
      rule.kind === 'host' &&
      rule.registration === guest.registration &&
      rule.table === table &&
      (rule.round === null || rule.round === round)
  );
}

/** Everybody by name, with her table at each round: '' when she has none. */
export function planLines(
  { seats, rounds }: TablePlan,
  guests: readonly PlanGuest[]
): { name: string; about: string; tables: string[] }[] {
  const where = new Map(seats.map((one) => [`${one.round}-${one.registration}`, one.table]));
  const tableOf = (round: PlanRound, guest: PlanGuest) =>
    where.get(`${round.number}-${guest.registration}`);
  return guests
    .map((guest) => ({
      ...paperGuest(guest, false),
      tables: rounds.map((round) => String(tableOf(round, guest) ?? ''))
    }))
    .filter(({ tables }) => tables.some(Boolean))
    .toSorted((a, b) => compareNames(a.name, b.name))
    .map(({ name, about, tables }) => ({ name, about, tables }));
}
