/** A round as it is done again: who sits where, who must stay, what each place is worth. */
import type { RegistrationId } from '#shared/ids.ts';
import type { PlanRule } from '../plan.ts';
import { balanceTables, type Balance, type Load } from './balance.ts';
import type { Encounters } from './encounters.ts';
import type { MoveReason, ReplanAsked } from './model.ts';

export interface Room {
  readonly table: number;
  readonly capacity: number;
  readonly accessible: boolean;
}

/** What a round is given: people of it only, tables of all. */
export interface RoundGround {
  readonly seated: ReadonlyMap<RegistrationId, number>;
  readonly pinned: ReadonlySet<RegistrationId>;
  readonly arrived: readonly RegistrationId[];
  readonly needsAccess: ReadonlySet<RegistrationId>;
  readonly rules: readonly PlanRule[];
  readonly rooms: readonly Room[];
  /** Tables that may be added, in their order. */
  readonly more: readonly Room[];
  readonly met: Encounters;
  readonly worth: NonNullable<ReplanAsked['worth']>;
}

/** The state of a round while it is done again. */
export class Round {
  readonly ground: RoundGround;
  readonly at = new Map<number, RegistrationId[]>();
  readonly where = new Map<RegistrationId, number>();
  readonly reasons = new Map<RegistrationId, MoveReason>();
  readonly rooms: ReadonlyMap<number, Room>;
  readonly hosts: ReadonlyMap<RegistrationId, number>;
  readonly #mates: ReadonlyMap<RegistrationId, ReadonlySet<RegistrationId>>;
  readonly #apart: ReadonlyMap<RegistrationId, ReadonlySet<RegistrationId>>;
  readonly #hasAccessible: boolean;

  constructor(ground: RoundGround) {
    this.ground = ground;
    this.rooms = new Map([...ground.rooms, ...ground.more].map((one) => [one.table, one]));
    this.hosts = new Map(
      ground.rules.flatMap((one) => (one.kind === 'host' ? [[one.registration, one.table]] : []))
    );
    this.#mates = pairsOf(ground.rules, 'together');
    this.#apart = pairsOf(ground.rules, 'apart');
    this.#hasAccessible = ground.rooms.some(({ accessible }) => accessible);
    for (const [guest, table] of ground.seated) this.sit(guest, table);
  }

  sit(guest: RegistrationId, table: number): void {
    const people = this.at.get(table) ?? [];
    this.at.set(table, people);
    people.push(guest);
    this.where.set(guest, table);
  }

  rise(guest: RegistrationId): void {
    const people = this.at.get(this.where.get(guest)!)!;
    people.splice(people.indexOf(guest), 1);
    this.where.delete(guest);
  }

  matesOf(guest: RegistrationId): ReadonlySet<RegistrationId> {
    return this.#mates.get(guest) ?? new Set();
  }

  isFixed(guest: RegistrationId): boolean {
    return this.hosts.has(guest) || this.ground.pinned.has(guest);
  }

  /** Whether she may leave a table without breaking what was asked. */
  isFree(guest: RegistrationId): boolean {
    const table = this.where.get(guest)!;
    const isKept = this.needsAccess(guest) && this.rooms.get(table)!.accessible;
    return (
      !this.isFixed(guest) &&
      !isKept &&
      ![...this.matesOf(guest)].some((mate) => this.where.get(mate) === table)
    );
  }

  needsAccess(guest: RegistrationId): boolean {
    return this.#hasAccessible && this.ground.needsAccess.has(guest);
  }

  /** Whether some people may sit there, were there room. */
  suits(party: readonly RegistrationId[], table: number): boolean {
    const people = this.at.get(table) ?? [];
    return party.every(
      (guest) =>
        (!this.needsAccess(guest) || this.rooms.get(table)!.accessible) &&
        !people.some((other) => this.#apart.get(guest)?.has(other))
    );
  }

  room(table: number): number {
    return this.rooms.get(table)!.capacity - (this.at.get(table)?.length ?? 0);
  }

  /** What it is worth that she sits there: those she meets at last, and a little less for each one met before. */
  value(guest: RegistrationId, table: number): number {
    let value = 0;
    for (const other of this.at.get(table) ?? []) {
      if (other === guest) continue;
      const times = this.ground.met.of(guest, other);
      value += times === 0 ? this.ground.worth(guest, other) : -times / 4;
    }
    return value;
  }

  balance(least: number, arrived: number): Balance {
    const loads = this.ground.rooms.map((room) => this.#load(room));
    const more = this.ground.more.map((room) => this.#load(room));
    return balanceTables(loads, arrived, least, more);
  }

  #load({ table, capacity, accessible }: Room): Load {
    const people = this.at.get(table) ?? [];
    const fixed = people.filter((guest) => this.isFixed(guest)).length;
    return {
      ...{ table, count: people.length, capacity: Math.max(capacity, fixed) },
      mayClose: fixed === 0,
      isNeeded: accessible && people.some((guest) => this.needsAccess(guest)),
      movable: people.filter((guest) => this.isFree(guest)).length
    };
  }
}

function pairsOf(rules: readonly PlanRule[], kind: 'together' | 'apart') {
  const pairs = new Map<RegistrationId, Set<RegistrationId>>();
  const add = (a: RegistrationId, b: RegistrationId) =>
    pairs.set(a, (pairs.get(a) ?? new Set<RegistrationId>()).add(b));
  for (const rule of rules)
    if (rule.kind === kind) {
      add(rule.registration, rule.other);
      add(rule.other, rule.registration);
    }
  return pairs;
}
