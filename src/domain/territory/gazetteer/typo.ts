/** Letters that slip: how many are forgiven, and whether two words are that close. */

/** One typo from five letters, two from nine. */
export function allowedTypos(token: string): number {
  if (token.length >= 9) return 2;
  return token.length >= 5 ? 1 : 0;
}

/** The letters a normalised word holds, one bit each: a typo changes two of them at most. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

/** Whether words with these letters may be within some typos: cheap, and never wrongly no. */
export function mayBeWithin(lettersA: number, lettersB: number, allowed: number): boolean {
  let differences = lettersA ^ lettersB;
  for (let left = 2 * allowed; differences !== 0; left--) {
    if (left === 0) return false;
    differences &= differences - 1;
  }
  return true;
}

/** Whether two words differ by at most `allowed` letters added, dropped, changed or swapped with the next. */
export function isWithin(a: string, b: string, allowed: number): boolean {
  if (Math.abs(a.length - b.length) > allowed) return false;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = nextLine(a, b, row, last, beforeLast);
    if (Math.min(...line) > allowed) return false;
    beforeLast = last;
    last = line;
  }
  return (last[b.length] ?? Infinity) <= allowed;
}

/** A line of the table of distances between the beginnings of two words (Damerau, adjacent swaps only). */
function nextLine(
  a: string,
  b: string,
  row: number,
  last: number[],
  beforeLast: number[]
): number[] {
  const line = [row];
  for (let column = 1; column <= b.length; column++) {
    const changed = (last[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
    let cost = Math.min((last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, changed);
    const isSwapped =
      row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    if (isSwapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
    line.push(cost);
  }
  return line;
}
