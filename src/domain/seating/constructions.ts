/** Seatings that theory gives at once: as many rounds as can be without anybody meeting somebody twice. */
import { fieldOf } from './field.ts';

/** Round by round, table by table. Guests are numbered class by class: (class i, element x) is i·g + x. */
export type Rounds = number[][][];

export interface Construction {
  /** Of which theory, in words. */
  readonly name: string;
  readonly rounds: Rounds;
}

/**
 * The longest run of rounds without a repeat that is known here for g tables of p.
 *
 * - p = 2: the round robin of tournaments, 2g − 1 rounds.
 * - g a power of a prime, p ≤ g: guests are (i, x), i < p, x in the field of g elements; in round m, table t holds the
 *   (i, m·i + t). Two guests of different classes meet once: m = (x − y)/(i − j). That is a transversal design, g
 *   rounds; when p divides g, each class is then seated among itself, which goes on: affine planes, 8-4-9, 9-3-13…
 * - otherwise the same modulo g, for as many rounds as keep (m − m′)(i − j) from being a multiple of g:
 *   (R − 1)(p − 1) < g.
 */
export function construct(groups: number, size: number): Construction {
  if (size === 2) return { name: 'tournoi toutes rondes', rounds: roundRobin(2 * groups) };
  const across = transversal(groups, size);
  if (!across) return { name: 'une seule ronde', rounds: [inOrder(groups, size)] };
  const within = groups % size === 0 ? withinClasses(groups, size) : [];
  return { name: across.name, rounds: [...across.rounds, ...within] };
}

function inOrder(groups: number, size: number): number[][] {
  return range(groups).map((table) => range(size).map((seat) => table * size + seat));
}

/**
 * The rounds in which every table holds one guest of each class: any of the last class may be missing, and tables are
 * then of `size` or `size` − 1.
 */
export function transversal(groups: number, size: number): Construction | null {
  const field = fieldOf(groups);
  if (field && size <= groups) {
    const rounds = range(groups).map((m) =>
      range(groups).map((t) =>
        range(size).map((i) => i * groups + field.add(field.multiply(m, i), t))
      )
    );
    return { name: `plan transversal sur le corps à ${groups} éléments`, rounds };
  }
  const most = Math.floor((groups - 1) / (size - 1)) + 1;
  if (size > groups || most < 2) return null;
  const rounds = range(most).map((m) =>
    range(groups).map((t) => range(size).map((i) => i * groups + ((m * i + t) % groups)))
  );
  return { name: `décalages modulo ${groups}`, rounds };
}

/** Nobody of a class has met another of it yet: each class is seated apart, all at once. */
function withinClasses(groups: number, size: number): Rounds {
  const inside = construct(groups / size, size).rounds;
  return inside.map((tables) =>
    range(size).flatMap((i) => tables.map((table) => table.map((guest) => i * groups + guest)))
  );
}

/** The circle method: one stays, the others turn. */
function roundRobin(guests: number): Rounds {
  const turning = guests - 1;
  return range(turning).map((round) => [
    [turning, round],
    ...range(guests / 2 - 1).map((at) => [
      (round + at + 1) % turning,
      (round + turning - at - 1) % turning
    ])
  ]);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, at) => at);
}
