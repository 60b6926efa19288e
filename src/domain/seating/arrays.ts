/**
 * Difference matrices and orthogonal arrays: what transversal designs are made of where there is no field.
 *
 * A *difference matrix* over a group of g has a row for each round, a column for each class of guests; the differences
 * of two columns are all different. In round r, table t holds the (class c, element m(r, c) + t): two guests of
 * different classes then meet once at most. An *orthogonal array* is a list of words of k symbols of n, of which every
 * two places hold every two symbols once. Quasi-difference matrices, of which some entries do not move, give arrays
 * where there is no matrix (Colbourn and Dinitz, *Handbook of Combinatorial Designs*, 2nd edition, III.3 and VI.17).
 */
import { fieldOf } from './field.ts';

/** An element of a group, as the sum of two numbers, each modulo its own. */
export interface Group {
  readonly order: number;
  add(a: number, b: number): number;
}

export interface DifferenceMatrix {
  readonly group: Group;
  /** A row for each round. */
  readonly rows: readonly (readonly number[])[];
  readonly name: string;
}

/** Words of an orthogonal array. */
export type Words = readonly (readonly number[])[];

/** Integers modulo `one`, beside integers modulo `other`. */
export function groupOf(one: number, other = 1): Group {
  const split = (a: number) => [Math.floor(a / other), a % other] as const;
  return {
    order: one * other,
    add: (a, b) => {
      const [[x, y], [z, t]] = [split(a), split(b)];
      return ((x + z) % one) * other + ((y + t) % other);
    }
  };
}

/** As many rows as the group has elements: of a field, or of the catalogue. */
export function differenceMatrix(order: number, columns: number): DifferenceMatrix | null {
  const field = fieldOf(order);
  const range = Array.from({ length: order }, (_, at) => at);
  if (field) {
    if (columns > order) return null;
    const rows = range.map((m) => range.slice(0, columns).map((i) => field.multiply(m, i)));
    return { group: field, rows, name: `plan transversal sur le corps à ${order} éléments` };
  }
  const listed = CATALOGUE[order]?.();
  if (!listed || columns > listed.rows[0]!.length) return null;
  const name = `plan transversal d’une matrice de différences à ${order} éléments`;
  return { ...listed, rows: listed.rows.map((row) => row.slice(0, columns)), name };
}

function smallestFactor(order: number): number {
  for (let factor = 2; factor * factor <= order; factor++) if (order % factor === 0) return factor;
  return order;
}

type Listed = Pick<DifferenceMatrix, 'group' | 'rows'>;

const CATALOGUE: Record<number, () => Listed> = {
  // (12, 6; 1), A. Johnson, A. Dulmage, N. Mendelsohn, 1961; in Hanani, Discrete Math. 11 (1975), lemma 3.21.
  12: () => ({
    group: groupOf(2, 6),
    rows: fromLetters(
      'aaaaaa abgdie acigbl adcblk aehjfc afbljh agjcdi ahlikg aiefcj ajkehb akfhgd aldkef'
    )
  }),
  // (15, 5; 1), P. Schellenberg, G. van Rees, S. Vanstone, 1978, as four Latin squares of order 15.
  15: () => ({
    group: groupOf(15),
    rows: transposed([
      'aaaaaaaaaaaaaaa',
      'abcdefghijklmno',
      'bdgiknfcamehjlo',
      'bhealiofmdjgcnk',
      'blhcmdinejofakg'
    ])
  }),
  // (21, 6; 1), K. Nazarok, 1991; Handbook III.3.50.
  21: () => ({ group: groupOf(21), rows: turned([8, 17, 20, 2], TWENTY_ONE) })
};

const TWENTY_ONE = [
  [9, 16, 4, 15],
  [11, 5, 10, 6],
  [14, 1, 3, 13],
  [18, 19, 12, 7]
];

function fromLetters(rows: string): number[][] {
  return rows.split(' ').map((row) => [...row].map(numberOf));
}

function transposed(columns: readonly string[]): number[][] {
  return [...columns[0]!].map((_, row) => columns.map((column) => numberOf(column[row]!)));
}

function numberOf(letter: string): number {
  return letter.charCodeAt(0) - 97;
}

/** Each column of five numbers in its five turns, then nought; and a row of noughts. */
function turned(first: readonly number[], others: readonly (readonly number[])[]): number[][] {
  const rows = first.flatMap((one, at) => {
    const five = [one, ...others.map((row) => row[at]!)];
    return five.map((_, turn) => [...five.slice(turn), ...five.slice(0, turn), 0]);
  });
  return [new Array<number>(6).fill(0), ...rows];
}

/** An orthogonal array on so many symbols, of as many places as are known here. */
export function orthogonalArray(symbols: number): Words {
  const listed = QUASI[symbols]?.();
  if (listed) return listed;
  const columns = fieldOf(symbols) ? symbols : CATALOGUE[symbols]?.().rows[0]!.length;
  const { group, rows } = differenceMatrix(symbols, columns ?? Infinity) ?? modular(symbols);
  return rows.flatMap((row, last) =>
    Array.from({ length: symbols }, (_, t) => [...row.map((one) => group.add(one, t)), last])
  );
}

/** Rows m·i modulo g: two columns differ by all numbers when their distance has no factor in common with g. */
function modular(symbols: number): Listed {
  const rows = Array.from({ length: symbols }, (_, m) =>
    Array.from({ length: smallestFactor(symbols) }, (__, i) => (m * i) % symbols)
  );
  return { group: groupOf(symbols), rows };
}

/** Whether there is an array that no difference matrix gives. */
export function hasQuasiDifferences(symbols: number): boolean {
  return symbols in QUASI;
}

const QUASI: Record<number, () => Words> = {
  // (7, 4; 1, 1; 3): two orthogonal Latin squares of order 10 (E. Parker, 1959).
  10: () => {
    const turns = (word: readonly (number | null)[]) =>
      word.map((_, turn) => [...word.slice(turn), ...word.slice(0, turn)]);
    const base = [
      [null, 0, 1, 4],
      [null, 0, 2, 1],
      [null, 0, 4, 2]
    ].flatMap(turns);
    return developed(7, 3, [[0, 0, 0, 0], ...base]);
  },
  // (19, 6; 1, 1; 1): four orthogonal Latin squares of order 20 (D. Todorov, 1989; Handbook III.3.49).
  20: () =>
    developed(
      19,
      1,
      TWENTY.flatMap(([a, b, c, d, e, f]) => [
        [a, b, c, d, e, f],
        [b, c, a, f, d, e],
        [c, a, b, e, f, d]
      ]) as (number | null)[][]
    )
};

const TWENTY: readonly (readonly (number | null)[])[] = [
  [null, 0, 0, 7, 1, 11],
  [7, 1, 11, null, 0, 0],
  [13, 15, 10, 13, 15, 10],
  [1, 7, 11, 16, 17, 5],
  [16, 17, 5, 1, 7, 11],
  [9, 6, 4, 2, 14, 3],
  [2, 14, 3, 9, 6, 4]
];

/** Each word moved by every number modulo `order`; what does not move is one of `still` symbols, on which there is a smaller array. */
function developed(
  order: number,
  still: number,
  words: readonly (readonly (number | null)[])[]
): Words {
  const places = words[0]!.length;
  // Words that do not move in the same place have different symbols there.
  const stillIn = (at: number, rank: number) =>
    order + words.slice(0, rank).filter((word) => word[at] === null).length;
  const moved = words.flatMap((word, rank) => {
    const own = word.map((_, at) => stillIn(at, rank));
    return Array.from({ length: order }, (_, by) =>
      word.map((one, at) => (one === null ? own[at]! : (one + by) % order))
    );
  });
  const inside =
    still === 1
      ? [new Array<number>(places).fill(0)]
      : orthogonalArray(still).map((word) => word.slice(0, places));
  return [...moved, ...inside.map((word) => word.map((one) => order + one))];
}
