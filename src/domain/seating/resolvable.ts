/** Resolvable designs that theory or the literature gives for tables of four: everybody meets everybody, or nearly. */
import { fieldOf, type Field } from './field.ts';
import type { Rounds } from './model.ts';

/**
 * 3q + 1 guests at tables of four, q rounds, each two meeting once, for q a power of a prime, 1 more than a multiple of
 * four: 7-4-9, 10-4-13, 13-4-17 (D. Ray-Chaudhuri and R. Wilson; H. Hanani, *On resolvable balanced incomplete block
 * designs*, J. Combin. Theory A 17, 1974). Guests are (x, j), x in the field, j modulo 3, and one who does not move; with
 * w primitive and q = 4t + 1, the first round has the (0, j) with who does not move, and for i < t
 * (wⁱ, j), (wⁱ⁺²ᵗ, j), (wⁱ⁺ᵗ, j + 1), (wⁱ⁺³ᵗ, j + 1); the others are the same one moved by each x.
 */
export function threeFields(groups: number): Rounds | null {
  const q = (4 * groups - 1) / 3;
  const field = Number.isInteger(q) && q % 4 === 1 ? fieldOf(q) : null;
  if (!field) return null;
  const powers = powersOfPrimitive(field);
  const t = (q - 1) / 4;
  const guest = (x: number, j: number) => (j % 3) * q + x;
  const first = Array.from({ length: t }, (_, i) =>
    [0, 1, 2].map((j) =>
      [0, 2, 1, 3].map((turn, at) => [powers[i + turn * t]!, j + Number(at > 1)] as const)
    )
  ).flat();
  return Array.from({ length: q }, (_, by) => [
    [guest(by, 0), guest(by, 1), guest(by, 2), 3 * q],
    ...first.map((table) => table.map(([x, j]) => guest(field.add(x, by), j)))
  ]);
}

/** 1, w, w², … for some w whose powers are all but zero. */
function powersOfPrimitive(field: Field): number[] {
  for (let w = 2; ; w++) {
    const powers = [1];
    for (let next = w; next !== 1; next = field.multiply(next, w)) powers.push(next);
    if (powers.length === field.order - 1) return powers;
  }
}

/**
 * 32 guests at eight tables of four for ten rounds: open from 1998 to A. Aguado (*A 10 days solution to the social
 * golfer problem*, 2004). This one is E. Pegg’s (*Social golfer problem*, Wolfram Demonstrations), as the Dagstuhl tables
 * of F. van Doorn (public domain) have it. Guests are sixteen pairs of one letter, who never meet; of each two tables
 * that exchange capitals and small letters, one is written.
 */
export function eightTablesOfFour(): Rounds {
  return TEN_ROUNDS.map((round) =>
    round.split(' ').flatMap((table) => {
      const letters = [...table].map((letter) => letter.charCodeAt(0));
      return [letters.map(guestOf), letters.map((code) => guestOf(code ^ 32))];
    })
  );
}

function guestOf(code: number): number {
  return code < 97 ? code - 65 : code - 97 + 16;
}

const TEN_ROUNDS = [
  'ABCD EFGH IJKL MNOP',
  'AEIm BcgH DFKp jLNo',
  'Aflo Bhkm DGiN CeJP',
  'AciL BdjK FgoP EhMn',
  'AgKN BElP DHIo Cfjm',
  'AhJp BFin cDmO eGKl',
  'AdeF BGJo chlN iKmP',
  'AbnP DglM ceko fHiJ',
  'AGjM BeIO DhLP cfKn',
  'AHkO BfLM Dejn cGIP'
] as const;
