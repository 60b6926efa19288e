/** A move as its page shows it: what it changes, in sentences, before anything is done. */
import {
  moveSeats,
  proposeMoves,
  weighMove,
  type MoveCost,
  type Pair,
  type SeatMove
} from '#domain/seating/moves.ts';
import type { PlanGuest, TablePlan } from '#domain/seating/plan.ts';
import { nameTable } from '#domain/seating/wording.ts';
import { enumerate, plural } from '#shared/text.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { sayBroken } from '../reading.ts';

export interface Asked extends Pick<SeatMove, 'round' | 'registration'> {
  readonly to: SeatMove['to'] | null;
}

export const REFUSED = {
  done: 'Ce tour a eu lieu : plus personne n’y change de place.',
  seat: 'Cette personne n’a pas de place à ce tour.',
  same: 'Ces personnes sont déjà à la même table.',
  full: 'Cette table est pleine : échangez plutôt avec quelqu’un.',
  'no-table': 'Cette table n’existe pas.',
  stale: 'Le plan vient de changer : relisez ce que ce déplacement coûte, puis confirmez.'
} as const;

export interface ShownMove {
  readonly to: SeatMove['to'];
  /** « Aller à la table 3 », « Échanger avec Lou Fictif (table 2) ». */
  readonly label: string;
  /** Why it cannot be; '' when it can. */
  readonly refusal: string;
  /** « 2 rencontres de plus, 1 de moins, 1 répétition de plus ». */
  readonly cost: string;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly broken: readonly string[];
}

export function showMove(plan: TablePlan, guests: readonly PlanGuest[], move: SeatMove): ShownMove {
  const moved = moveSeats(plan, move);
  const { to } = move;
  const label = labelOf(plan, guests, move);
  if (!moved.ok)
    return {
      to,
      label,
      refusal: REFUSED[moved.reason],
      cost: '',
      gained: [],
      lost: [],
      broken: []
    };
  return shown(plan, guests, move, weighMove(plan, guests, move, moved.seats));
}

/** The cheapest moves of somebody, shown. */
export function offersOf(plan: TablePlan, guests: readonly PlanGuest[], asked: Asked): ShownMove[] {
  return proposeMoves(plan, guests, asked).map(({ move, cost }) => shown(plan, guests, move, cost));
}

function shown(
  plan: TablePlan,
  guests: readonly PlanGuest[],
  move: SeatMove,
  cost: MoveCost
): ShownMove {
  const nameOf = namesOf(guests);
  const pair = ([a, b]: Pair) => `${nameOf(a)} et ${nameOf(b)}`;
  return {
    ...{ to: move.to, label: labelOf(plan, guests, move), refusal: '', cost: sayCost(cost) },
    gained: cost.gained.map(pair),
    lost: cost.lost.map(pair),
    broken: cost.broken.map((one) => sayBroken(one, nameOf))
  };
}

function labelOf(plan: TablePlan, guests: readonly PlanGuest[], { round, to }: SeatMove): string {
  if ('table' in to)
    return `Aller à la ${nameTable(to.table, plan.tables).replace('Table', 'table')}`;
  const seat = plan.seats.find((one) => one.round === round && one.registration === to.other);
  return `Échanger avec ${namesOf(guests)(to.other)}${seat ? `, table ${seat.table}` : ''}`;
}

function namesOf(guests: readonly PlanGuest[]) {
  const names = new Map(guests.map(({ registration, name }) => [registration, name]));
  return (registration: RegistrationId) => names.get(registration) ?? 'quelqu’un';
}

function sayCost({ gained, lost, repeats, broken }: MoveCost): string {
  const said = [
    gained.length > 0 ? `${plural(gained.length, 'rencontre')} de plus` : '',
    lost.length > 0 ? `${plural(lost.length, 'rencontre')} de moins` : '',
    repeats > 0 ? `${plural(repeats, 'répétition')} de plus` : '',
    repeats < 0 ? `${plural(-repeats, 'répétition')} de moins` : '',
    broken.length > 0 ? `${plural(broken.length, 'règle')} que cela ne respecte pas` : ''
  ].filter(Boolean);
  return said.length > 0 ? enumerate(said) : 'rien ne change pour les rencontres';
}
