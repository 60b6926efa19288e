/** The page of a plan: what is asked of it, and all that it shows. */
import type { PlanGuest, PlanSeat, TableDraw, TablePlan } from '#domain/seating/plan.ts';
import { unseated } from '#domain/seating/seats.ts';
import type { RegistrationId } from '#shared/ids.ts';
import {
  faultsOf,
  figuresOf,
  pathsOf,
  PEOPLE_PER_PAGE,
  TABLES_PER_PAGE,
  tablesOf,
  type AskedPlan
} from './reading.ts';

interface People {
  readonly guests: readonly PlanGuest[];
  /** Who has a seat, or is in a rule, and comes no more. */
  readonly gone: readonly PlanGuest[];
  readonly draw: TableDraw | null;
}

/** All that the page shows of a plan, whatever its size: one page of tables, or of people. */
export function showPlan(plan: TablePlan, people: People, asked: AskedPlan) {
  const { seats, rounds, tables, rules } = plan;
  const current =
    rounds.find(({ number }) => number === asked.round) ??
    rounds.find(({ doneAt }) => !doneAt) ??
    rounds[0];
  return {
    ...{ version: plan.version, status: plan.status, rounds, rules: rules.length },
    ...{ seated: seats.length > 0, pinned: seats.filter((one) => one.pinned).length },
    ...{ asked, current: current ?? null, needing: needingOf(tables, people.guests) },
    attention: seats.length > 0 ? attentionOf(plan, people) : null,
    tables: pageOf(
      current && !asked.people ? tablesOf(plan, current.number, people.guests, people.gone) : [],
      TABLES_PER_PAGE,
      asked
    ),
    people: pageOf(
      asked.people ? pathsOf(plan, people.guests, asked.words) : [],
      PEOPLE_PER_PAGE,
      asked
    )
  };
}

/** What the plan reaches, and what is to be looked at. */
function attentionOf(plan: TablePlan, { guests, gone, draw }: People) {
  const names = new Map([...gone, ...guests].map((one) => [one.registration, one.name]));
  const nameOf = (registration: RegistrationId) => names.get(registration) ?? 'quelqu’un';
  const isSeated = ({ registration }: PlanGuest) =>
    plan.seats.some((seat: PlanSeat) => seat.registration === registration);
  return {
    figures: figuresOf(plan, guests, Boolean(draw?.optimal && draw.canUndo)),
    faults: faultsOf(plan, guests, nameOf),
    missing: unseated(plan, guests).map(({ name }) => name),
    leaving: gone.filter(isSeated).map(({ name }) => name)
  };
}

/** Who asked for an easy access while no table is said to have one. */
function needingOf(tables: TablePlan['tables'], guests: readonly PlanGuest[]): number {
  if (tables.some(({ accessible }) => accessible)) return 0;
  return guests.filter(({ needsAccess }) => needsAccess).length;
}

function pageOf<T>(all: readonly T[], most: number, { page, whole }: AskedPlan) {
  return {
    total: all.length,
    list: whole ? all : all.slice((page - 1) * most, page * most)
  };
}
