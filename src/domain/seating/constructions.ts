/** Seatings that theory gives at once: as many rounds as can be without anybody meeting somebody twice. */
import { differenceMatrix, hasQuasiDifferences, orthogonalArray } from './arrays.ts';
import { fieldOf } from './field.ts';
import type { Rounds } from './model.ts';
import { eightTablesOfFour, threeFields } from './resolvable.ts';

export interface Construction {
  /** Of which theory, in words. */
  readonly name: string;
  readonly rounds: Rounds;
}

/** Above, arrays are not written out: they are long, and give fewer rounds than people ever sit for. */
const MOST_SYMBOLS = 64;

/**
 * The longest run of rounds without a repeat that is known here for g tables of p.
 *
 * - p = 2: the round robin of tournaments, 2g − 1 rounds.
 * - *Transversal designs*: guests are in p classes of g, and each table holds one of each class. A difference matrix
 *   (`arrays.ts`) gives g rounds: of a field when g is a power of a prime and p ≤ g, else of a catalogue. When p divides
 *   g, each class is then seated among itself, which goes on: affine planes, 8-4-9, 9-3-13, 20-5-21…
 * - otherwise the same modulo g, for as many rounds as keep (m − m′)(i − j) from being a multiple of g:
 *   (R − 1)(p − 1) < g.
 * - *The dual*: guests are the words of an orthogonal array, and each place is a round: 6-6-3, 10-10-4.
 * - *Resolvable designs* (`resolvable.ts`): 7-4-9, 8-4-10, 10-4-13.
 */
export function construct(groups: number, size: number): Construction {
  if (size === 2) return { name: 'tournoi toutes rondes', rounds: roundRobin(2 * groups) };
  const across = transversal(groups, size);
  const within = across && groups % size === 0 ? withinClasses(groups, size) : [];
  const all = [
    { name: 'une seule ronde', rounds: [inOrder(groups, size)] },
    across && { ...across, rounds: [...across.rounds, ...within] },
    dual(groups, size),
    size === 4 ? resolvable(groups) : null
  ].filter((one) => one !== null);
  return all.reduce((best, one) => (one.rounds.length > best.rounds.length ? one : best));
}

function inOrder(groups: number, size: number): number[][] {
  return range(groups).map((table) => range(size).map((seat) => table * size + seat));
}

/**
 * The rounds in which every table holds one guest of each class: any of the last class may be missing, and tables are
 * then of `size` or `size` − 1.
 */
export function transversal(groups: number, size: number): Construction | null {
  const matrix = differenceMatrix(groups, size);
  if (matrix) {
    const rounds = matrix.rows.map((row) =>
      range(groups).map((t) => row.map((by, i) => i * groups + matrix.group.add(by, t)))
    );
    return { name: matrix.name, rounds };
  }
  return ofArray(groups, size) ?? modulo(groups, size);
}

/** The last place of each word says its round. */
function ofArray(groups: number, size: number): Construction | null {
  if (!hasQuasiDifferences(groups)) return null;
  const words = orthogonalArray(groups);
  if (size >= words[0]!.length) return null;
  const rounds = range(groups).map((round) =>
    words
      .filter((word) => word.at(-1) === round)
      .map((word) => word.slice(0, size).map((symbol, i) => i * groups + symbol))
  );
  return { name: `plan transversal de carrés latins d’ordre ${groups}`, rounds };
}

function modulo(groups: number, size: number): Construction | null {
  const most = Math.floor((groups - 1) / (size - 1)) + 1;
  if (size > groups || most < 2) return null;
  const rounds = range(most).map((m) =>
    range(groups).map((t) => range(size).map((i) => i * groups + ((m * i + t) % groups)))
  );
  return { name: `décalages modulo ${groups}`, rounds };
}

/** A guest is a word, and sits in each round at the table that it says there; of the last place, `size` tables are kept. */
function dual(groups: number, size: number): Construction | null {
  if (size > groups || groups > MOST_SYMBOLS || fieldOf(groups)) return null;
  const words = orthogonalArray(groups).filter((word) => word.at(-1)! < size);
  const places = words[0]!.length - (size < groups ? 1 : 0);
  const rounds = range(places).map((place) =>
    range(groups).map((table) =>
      words.flatMap((word, guest) => (word[place] === table ? [guest] : []))
    )
  );
  return { name: `tableau orthogonal à ${groups} symboles`, rounds };
}

function resolvable(groups: number): Construction | null {
  if (groups === 8) return { name: 'solution publiée (Aguado, Pegg)', rounds: eightTablesOfFour() };
  const rounds = threeFields(groups);
  return rounds && { name: `plan résoluble de ${4 * groups} personnes`, rounds };
}

/** Nobody of a class has met another of it yet: each class is seated apart, all at once. */
export function withinClasses(groups: number, size: number): Rounds {
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
