/** Letters that slip: how many are forgiven, and whether two words are that close. */

/** One typo from five letters, two from nine. */
export function allowedTypos(token: string): number {
  if (token.length >= 9) return 2;
  return token.length >= 5 ? 1 : 0;
}

/** Whether two words differ by at most `allowed` letters added, dropped, changed or swapped with the next. */
export function isWithin(a: string, b: string, allowed: number): boolean {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    let smallest = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same
      );
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      line.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > allowed) return false;
    beforeLast = last;
    last = line;
  }
  return (last[b.length] ?? Infinity) <= allowed;
}
